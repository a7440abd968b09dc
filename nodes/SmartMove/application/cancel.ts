import { defineOperation } from '../../shared/operation';
import { write } from '../api';
import { sendConfirmed } from '../sendConfirmed';
import { echoed, which, whichApplication } from '../fields';

export const cancel = defineOperation({
	name: 'Cancel',
	action: 'Cancel application',
	description: 'Call an application off; Get Many says whether it still can be',
	contract: 'cancelApplication',
	changes: 'applications cancelled',
	fields: whichApplication,
	async run(one, context) {
		return { ...(await sendConfirmed(write('application/cancel', which(one)), context)), ...echoed(one) };
	},
});
