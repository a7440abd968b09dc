import { defineOperation, path } from '../../shared/operation';
import { carryOut } from '../answers';
import { tmpReference } from '../fields';
import { timestamp } from './fields';

export const markProcessed = defineOperation({
	name: 'Mark as Processed',
	action: 'Mark notifications as processed',
	description: 'Mark the notifications of an instruction as processed, up to a time',
	contract: 'markNotificationsProcessed',
	changes: 'marked as processed',
	fields: {
		tmpReference,
		upTo: timestamp({
			displayName: 'Up To',
			required: true,
			description:
				'Time of the last notification to mark, with all its digits; a time in the year 1 makes all of them new again. The Moving Portal Trigger marks by itself what it has passed on.',
		}),
	},
	async run({ tmpReference: reference, upTo }, context) {
		const answer = await carryOut(
			{ method: 'PUT', path: path`/instruction/${reference}/processed`, query: { timestamp: upTo } },
			context,
		);
		return { ...answer, success: true, tmpReference: reference };
	},
});
