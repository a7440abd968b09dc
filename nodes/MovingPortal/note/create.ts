import { choices, collection, text } from '../../shared/fields';
import { defineOperation, path } from '../../shared/operation';
import { carryOut } from '../answers';
import { tmpReference } from '../fields';

export const create = defineOperation({
	name: 'Create',
	action: 'Create note',
	description: 'Add a note to an instruction, for The Moving Portal or for the customer as well',
	notice:
		'The Moving Portal reads every note, and the customer those that are visible to the customer. A note cannot be taken back.',
	contract: 'addNote',
	changes: 'created',
	fields: {
		tmpReference,
		noteBody: text({
			displayName: 'Note',
			required: true,
			maxLength: 1000,
			rows: 4,
			placeholder: 'e.g. The keys are at the office.',
			description: 'At most 1,000 characters. Instructions that can only be read take no notes.',
		}),
		visibleTo: choices({
			displayName: 'Visible To',
			default: ['Introducer'],
			options: [
				{ name: 'Customer', value: 'Customer' },
				{ name: 'Introducer', value: 'Introducer', description: 'You; your own notes always are' },
				{
					name: 'Supplier',
					value: 'Supplier',
					description: 'Normally ignored: ask The Moving Portal instead',
				},
			],
			description: 'Who can read it besides The Moving Portal, which reads every note',
		}),
		additionalFields: collection({
			displayName: 'Additional Fields',
			fields: {
				caseNoteReference: text({
					displayName: 'Note Reference',
					maxLength: 30,
					placeholder: 'e.g. Note1',
					description: 'Your own reference of the note',
				}),
			},
		}),
	},
	async run({ tmpReference: reference, noteBody, visibleTo, additionalFields }, context) {
		const { caseNoteReference } = additionalFields;
		const answer = await carryOut(
			{
				method: 'POST',
				path: path`/instruction/${reference}/note`,
				body: { visibleTo, noteBody, ...(caseNoteReference && { caseNoteReference }) },
			},
			context,
		);
		return { ...answer, success: true, tmpReference: reference };
	},
});
