import { inTurn } from '../../shared/inTurn';
import { defineOperation } from '../../shared/operation';
import { write } from '../api';
import { confirmed } from '../confirmed';
import { applicantEmails, checkApplicants, echoed, which, whichApplication } from '../fields';

export const remove = defineOperation({
	name: 'Delete',
	action: 'Delete applicant',
	description: 'Take an applicant out; only one who has not answered and is not the only one',
	contract: 'deleteApplicant',
	changes: 'items with their applicants deleted',
	fields: { ...whichApplication, email: applicantEmails },
	check: checkApplicants,
	async run({ email: addresses, ...one }, tools) {
		// The document has one address in a call (contract §3.1).
		return await inTurn(addresses, async (email) => {
			const answer = await confirmed(write('applicant/delete', { ...which(one), email }), tools);
			return { ...answer, ...echoed(one), email, deleted: true };
		});
	},
});
