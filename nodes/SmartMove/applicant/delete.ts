import { mapSequentially } from '../../shared/execution';
import { defineOperation } from '../../shared/operation';
import { write } from '../api';
import { sendConfirmed } from '../sendConfirmed';
import { applicantEmails, checkApplicants, echoed, which, whichApplication } from '../fields';

export const remove = defineOperation({
	name: 'Delete',
	action: 'Delete applicant',
	description: 'Take an applicant out; only one who has not answered and is not the only one',
	contract: 'deleteApplicant',
	changes: 'items with their applicants deleted',
	fields: { ...whichApplication, email: applicantEmails },
	check: checkApplicants,
	async run({ email: addresses, ...one }, context) {
		// The document has one address in a call (contract §3.1).
		return await mapSequentially(addresses, async (email) => {
			const answer = await sendConfirmed(write('applicant/delete', { ...which(one), email }), context);
			return { ...answer, ...echoed(one), email, deleted: true };
		});
	},
});
