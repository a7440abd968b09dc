import { changedMembers, createOrUpdate } from '../../shared/execution';
import { collection } from '../../shared/fields';
import { normalText } from '../../shared/guards';
import { defineOperation } from '../../shared/operation';
import { oneApplication, type Application } from '../api';
import { tenant } from './columns';
import { checkTenant, guardCredits, identityOf, keepCredits, underOtherEmail } from './costGuard';
import { simplify } from './fields';
import { liveApplications } from './live';
import { FIRST, output } from './simplified';
import { updateApplication } from './update';

export const upsert = defineOperation({
	name: 'Create or Update',
	action: 'Create or update application',
	description: 'Create a new record, or update the current one if it already exists (upsert)',
	notice:
		'Costs one credit for each new tenant, and none for one who has an application already: it is known by email and property. Movem writes to nobody: pass the link in the output on to the tenant yourself.',
	contract: ['listApplications', 'createApplication', 'updateApplication', 'getApplication'],
	changes: 'created',
	cost: 'credit',
	checkOnly: checkTenant,
	fields: {
		...tenant,
		simplify,
		options: collection({ displayName: 'Options', placeholder: 'Add Option', fields: { keepCredits } }),
	},
	async run({ name, email, property: address, simplify: lean, options }, context) {
		const identity = identityOf({ email, property: address });
		const live = await liveApplications(context);
		const refuseOtherEmail = async () => {
			const other = underOtherEmail({ name, property: address }, await live.read());
			if (!other) return;
			throw context.operationError(
				`${name} has an application for ${address} under another email, ${other.email}, and Movem changes no email: ${other.id}`,
				`Nothing was sent for this item. Delete that application first, which gives its credit back while the tenant has not started. Or use “Application: Create”, if this is another tenant of the same name.`,
			);
		};
		const createOrUpdateOne = async () =>
			await createOrUpdate(context, {
				identity,
				find: async (refresh) => (await live.read(refresh)).get(identity),
				async create() {
					await refuseOtherEmail();
					await guardCredits(options.keepCredits, live, context);
					const body = { name, email, property: address };
					const created = await oneApplication({ method: 'POST', path: '/application', body }, context);
					live.byIdentity.set(identity, created);
					return created;
				},
				async update(existing) {
					const changes = changedMembers({ name, property: address }, existing);
					if (Object.keys(changes).length === 0) return undefined;
					const updated = await updateApplication(String(existing.id), changes, context);
					live.byIdentity.set(identity, updated);
					return updated;
				},
				first: FIRST,
			});
		// Items for the same person go one after the other, so that a second email of theirs is noticed.
		const person = normalText(`person ${name} | ${address}`);
		return output((await context.runExclusive(person, createOrUpdateOne)) as Application, lean);
	},
});
