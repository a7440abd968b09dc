import { choices, collection, cutToLimit, returnAllFields, limitOf } from '../../shared/fields';
import { defineOperation } from '../../shared/operation';
import { everyApplication } from '../api';
import { simplify } from './fields';
import { output } from './simplified';
import { normalStatus, STATUSES } from './statuses';

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
					options: STATUSES,
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
