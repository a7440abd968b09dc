import { createUnlessExists, ifItAlreadyExists } from '../../shared/execution';
import { collection } from '../../shared/fields';
import { defineOperation } from '../../shared/operation';
import { oneApplication } from '../api';
import { tenant } from './columns';
import { checkTenant, guardCredits, identityOf, keepCredits } from './costGuard';
import { simplify } from './fields';
import { liveApplications } from './live';
import { FIRST, output } from './simplified';

export const create = defineOperation({
	name: 'Create',
	action: 'Create application',
	description: 'Invite a tenant to be referenced, for one credit',
	notice:
		'Costs one credit for each new tenant. Movem writes to nobody: pass the link in the output on to the tenant yourself.',
	contract: 'createApplication',
	changes: 'created',
	cost: 'credit',
	checkOnly: checkTenant,
	fields: {
		...tenant,
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
		const live = await liveApplications(context);
		return await createUnlessExists(context, {
			ifExists,
			identity,
			async find(refresh) {
				const existing = (await live.read(refresh)).get(identity);
				return existing && output(existing, lean);
			},
			async create() {
				await guardCredits(options.keepCredits, live, context);
				const body = { name, email, property: address };
				const created = await oneApplication({ method: 'POST', path: '/application', body }, context);
				live.byIdentity.set(identity, created);
				return output(created, lean);
			},
			first: FIRST,
			existsMessage: ({ id, status }) =>
				`${email} already has an application for ${address}: ${String(id)} (${String(status)})`,
		});
	},
});
