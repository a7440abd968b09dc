import { inTurn } from '../../shared/inTurn';
import { defineOperation } from '../../shared/operation';
import { write } from '../api';
import { confirmed } from '../confirmed';
import { applicantEmails, checkApplicants, echoed, which, whichApplication } from '../fields';

export const add = defineOperation({
	name: 'Add',
	action: 'Add applicant',
	description: 'Screen one more tenant; only where the tenants pay and the application is not completed',
	contract: 'addApplicant',
	changes: 'items with their applicants added',
	fields: { ...whichApplication, email: applicantEmails },
	check: checkApplicants,
	async run({ email: addresses, ...one }, tools) {
		// The document has one address in a call (contract §3.1).
		return await inTurn(addresses, async (email) => {
			const answer = await confirmed(write('applicant/add', { ...which(one), email }), tools);
			return { ...answer, ...echoed(one), email };
		});
	},
});
