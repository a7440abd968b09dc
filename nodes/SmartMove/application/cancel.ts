import { defineOperation } from '../../shared/operation';
import { write } from '../api';
import { confirmed } from '../confirmed';
import { echoed, which, whichApplication } from '../fields';

export const cancel = defineOperation({
	name: 'Cancel',
	action: 'Cancel application',
	description: 'Call an application off; Get Many says whether it still can be',
	contract: 'cancelApplication',
	changes: 'applications cancelled',
	fields: whichApplication,
	async run(one, tools) {
		return { ...(await confirmed(write('application/cancel', which(one)), tools)), ...echoed(one) };
	},
});
