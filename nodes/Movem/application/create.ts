import { createUnlessExists, ifItAlreadyExists } from '../../shared/execution';
import { collection, shownFor, shownInPanel } from '../../shared/fields';
import { defineOperation } from '../../shared/operation';
import { everyApplication, oneApplication, type Application } from '../api';
import { guardCredits, keepCredits, type Place } from './costGuard';
import { tenantColumns, tenantFields, tenantSource } from './columns';
import { simplify } from './fields';
import { FIRST, output } from './simplified';
import { normalStatus } from './statuses';

/** Applications with one of these statuses do not count as existing. */
const ENDED = ['REVOKED', 'EXPIRED', 'ARCHIVED'];

const identityOf = ({ email, property: address }: Place) => `${email} | ${address}`.toLowerCase();

export const create = defineOperation({
	name: 'Create',
	action: 'Create application',
	description: 'Invite a tenant to be referenced, for one credit',
	notice:
		'Costs one credit for each new tenant. Movem writes to nobody: pass the link in the output on to the tenant yourself.',
	contract: 'createApplication',
	changes: 'created',
	cost: 'credit',
	fields: {
		specify: tenantSource,
		columns: shownFor({ specify: ['columns'] }, tenantColumns.field),
		...shownInPanel(tenantFields),
		ifExists: ifItAlreadyExists('same tenant email and property that is not revoked, expired or archived'),
		simplify,
		options: collection({
			displayName: 'Options',
			placeholder: 'Add Option',
			fields: { keepCredits },
		}),
	},
	async run({ name, email, property: address, ifExists, simplify: lean, options }, context) {
		const identity = identityOf({ email, property: address });
		const liveByIdentity = await context.memoize(
			'live applications',
			async () => new Map<string, Application>(),
		);
		const loadLive = async () => {
			for (const application of await everyApplication(context)) {
				if (!ENDED.includes(normalStatus(application.status)))
					liveByIdentity.set(identityOf(application), application);
			}
		};
		const liveApplications = async () => {
			await context.memoize('look for live applications', loadLive);
			return liveByIdentity;
		};
		return await createUnlessExists(context, {
			ifExists,
			identity,
			async find(refresh) {
				await (refresh ? loadLive() : liveApplications());
				const existing = liveByIdentity.get(identity);
				return existing && output(existing, lean);
			},
			async create() {
				await guardCredits(options.keepCredits, { identityOf, liveApplications }, context);
				const body = { name, email, property: address };
				const created = await oneApplication({ method: 'POST', path: '/application', body }, context);
				liveByIdentity.set(identity, created);
				return output(created, lean);
			},
			first: FIRST,
			existsMessage: ({ id, status }) =>
				`${email} already has an application for ${address}: ${String(id)} (${String(status)})`,
		});
	},
});
