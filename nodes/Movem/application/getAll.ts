import { choices, collection, cutToLimit, returnAllFields, limitOf } from '../../shared/fields';
import { defineOperation } from '../../shared/operation';
import { everyApplication } from '../api';
import { simplify } from './fields';
import { normalStatus, output } from './simplified';

export const getAll = defineOperation({
	name: 'Get Many',
	action: 'Get many applications',
	description: 'Retrieve the applications of your account',
	contract: 'listApplications',
	fields: {
		...returnAllFields,
		simplify,
		filters: collection({
			displayName: 'Filters',
			placeholder: 'Add Filter',
			fields: {
				status: choices({
					displayName: 'Status',
					description: 'Only applications in one of these states. Others can be given by an expression.',
					options: [
						{ name: 'Archived', value: 'ARCHIVED' },
						{ name: 'Completed', value: 'COMPLETED', description: 'The tenant has finished' },
						{ name: 'Expired', value: 'EXPIRED' },
						{ name: 'In Progress', value: 'IN_PROGRESS', description: 'The tenant has opened the link' },
						{ name: 'On Hold', value: 'HOLD', description: 'Usually because no credits are left' },
						{ name: 'Requested', value: 'REQUESTED', description: 'The tenant has not opened the link' },
						{ name: 'Revoked', value: 'REVOKED', description: 'The application was deleted' },
					],
				}),
			},
		}),
	},
	async run({ simplify: lean, filters, ...limitFields }, context) {
		const statuses = (filters.status ?? []).map(normalStatus);
		const all = await everyApplication(context);
		const matching =
			statuses.length > 0 ? all.filter(({ status }) => statuses.includes(normalStatus(status))) : all;
		return cutToLimit(matching, limitOf(limitFields), 'applications', context).map((application) =>
			output(application, lean),
		);
	},
});
