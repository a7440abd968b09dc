import { defineOperation } from '../../shared/operation';
import { write } from '../api';
import { confirmed } from '../confirmed';
import { applicantEmail, echoed, which, whichApplication } from '../fields';

export const add = defineOperation({
	name: 'Add',
	action: 'Add applicant',
	description: 'Screen one more tenant; only where the tenants pay and the application is not completed',
	contract: 'addApplicant',
	changes: 'applicants added',
	fields: { ...whichApplication, email: applicantEmail },
	async run({ email, ...one }, tools) {
		const answer = await confirmed(write('applicant/add', { ...which(one), email }), tools);
		return { ...answer, ...echoed(one), email };
	},
});
