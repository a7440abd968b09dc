import { defineOperation } from '../../shared/operation';
import { write } from '../api';
import { confirmed } from '../confirmed';
import { applicantEmail, echoed, which, whichApplication } from '../fields';

export const remove = defineOperation({
	name: 'Delete',
	action: 'Delete applicant',
	description: 'Take an applicant out; only one who has not answered and is not the only one',
	contract: 'deleteApplicant',
	changes: 'applicants deleted',
	fields: { ...whichApplication, email: applicantEmail },
	async run({ email, ...one }, tools) {
		const answer = await confirmed(write('applicant/delete', { ...which(one), email }), tools);
		return { ...answer, ...echoed(one), email, deleted: true };
	},
});
