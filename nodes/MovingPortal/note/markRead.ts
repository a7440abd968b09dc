import { defineOperation, path } from '../../shared/operation';
import { carryOut } from '../answers';
import { tmpReference } from '../fields';

export const markRead = defineOperation({
	name: 'Mark as Read',
	action: 'Mark notes as read',
	description: 'Mark all notes of an instruction as read',
	contract: 'markNotesRead',
	changes: 'marked as read',
	fields: { tmpReference },
	async run({ tmpReference: reference }, context) {
		const answer = await carryOut(
			{ method: 'PUT', path: path`/instruction/${reference}/readnotes` },
			context,
		);
		return { ...answer, success: true, tmpReference: reference };
	},
});
