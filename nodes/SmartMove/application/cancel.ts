import { defineOperation } from '../../shared/operation';
import { write } from '../api';
import { sendConfirmed } from '../sendConfirmed';
import { keyInOutput, keyInRequest, applicationKeyFields } from '../fields';

export const cancel = defineOperation({
	name: 'Cancel',
	action: 'Cancel application',
	description: 'Call an application off; Get Many says whether it still can be',
	contract: 'cancelApplication',
	changes: 'cancelled',
	fields: applicationKeyFields,
	async run(key, context) {
		return {
			...(await sendConfirmed(write('application/cancel', keyInRequest(key)), context)),
			...keyInOutput(key),
		};
	},
});
