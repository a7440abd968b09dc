import type { IDataObject } from 'n8n-workflow';

import { requireEach, startWith } from '../../shared/execution';
import { collection } from '../../shared/fields';
import { defineOperation, path } from '../../shared/operation';
import { tmpReference } from '../fields';
import { FIRST } from '../stages';
import { timestamp } from './fields';
import { stageOf } from './notification';

export const get = defineOperation({
	name: 'Get',
	action: 'Get notifications of instruction',
	description: 'Retrieve what has happened to one instruction',
	contract: 'listNotifications',
	fields: {
		tmpReference,
		filters: collection({
			displayName: 'Filters',
			placeholder: 'Add Filter',
			fields: {
				after: timestamp({
					displayName: 'After',
					description: 'Only notifications after this time, also those that are marked as processed',
				}),
			},
		}),
	},
	async run({ tmpReference: reference, filters: { after } }, context) {
		const request = {
			method: 'GET',
			path: path`/instruction/${reference}/notifications`,
			...(after && { query: { timestamp: after } }),
		} as const;
		const listed = await context.list<IDataObject>(request, ['notifications', 'items']);
		const notifications = requireEach(listed, request, 'a list of notifications', context);
		return notifications.map((notification) =>
			startWith(FIRST, { tmpReference: reference, ...notification, stage: stageOf(notification) }),
		);
	},
});
