import { createUnlessExists, ifItAlreadyExists } from '../../shared/execution';
import { collection } from '../../shared/fields';
import { defineOperation } from '../../shared/operation';
import { everyApplication, oneApplication, type Application } from '../api';
import { guardCredits, keepCredits, type Home } from './costGuard';
import { property, simplify, tenantEmail, tenantName } from './fields';
import { normalStatus, output } from './simplified';

/** An application in one of these states does not stand in the way of a new one. */
const OVER = ['REVOKED', 'EXPIRED', 'ARCHIVED'];

const sameAs = ({ email, property: home }: Home) => `${email} | ${home}`.toLowerCase();

export const create = defineOperation({
	name: 'Create',
	action: 'Create application',
	description: 'Invite a tenant to be referenced, for one credit',
	contract: 'createApplication',
	changes: 'applications created or found',
	fields: {
		name: tenantName,
		email: tenantEmail,
		property,
		ifExists: ifItAlreadyExists(
			'same tenant email and property that is not revoked, expired or archived',
			'Looked up in Movem before the first create of a run. Two executions at the same time can still both find none.',
		),
		simplify,
		options: collection({
			displayName: 'Options',
			placeholder: 'Add Option',
			fields: { keepCredits },
		}),
	},
	async run({ name, email, property: home, ifExists, simplify: lean, options }, context) {
		const identity = sameAs({ email, property: home });
		const known = await context.memoize('live applications', async () => new Map<string, Application>());
		const look = async () => {
			for (const application of await everyApplication(context)) {
				if (!OVER.includes(normalStatus(application.status))) known.set(sameAs(application), application);
			}
		};
		const live = async () => {
			await context.memoize('look for live applications', look);
			return known;
		};
		return await createUnlessExists(context, {
			ifExists,
			identity,
			async find(again) {
				await (again ? look() : live());
				const existing = known.get(identity);
				return existing && output(existing, lean);
			},
			async create() {
				await guardCredits(options.keepCredits, { sameAs, live }, context);
				const body = { name, email, property: home };
				const created = await oneApplication({ method: 'POST', path: '/application', body }, context);
				known.set(identity, created);
				return output(created, lean);
			},
			exists: ({ id, status }) =>
				`${email} already has an application for ${home}: ${String(id)} (${String(status)})`,
		});
	},
});
