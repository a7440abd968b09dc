import type { IDataObject } from 'n8n-workflow';

import { requireEach } from '../../shared/execution';
import { cutToLimit, limitOf, returnAllFields } from '../../shared/fields';
import { defineOperation } from '../../shared/operation';

export const getAll = defineOperation({
	name: 'Get Many',
	action: 'Get many instructions with notifications',
	description: 'Retrieve the instructions that have notifications not yet marked as processed',
	contract: 'listInstructionsWithNotifications',
	fields: returnAllFields,
	async run(values, context) {
		const request = { method: 'GET', path: '/instructions/notifications' } as const;
		const listed = await context.list<IDataObject>(request, ['instructions', 'items']);
		const instructions = requireEach(listed, request, 'a list of instructions', context);
		return cutToLimit(instructions, limitOf(values), 'instructions', context);
	},
});
