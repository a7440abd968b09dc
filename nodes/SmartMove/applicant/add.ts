import { mapSequentially, startWith } from '../../shared/execution';
import { defineOperation } from '../../shared/operation';
import { write } from '../api';
import { sendConfirmed } from '../sendConfirmed';
import { applicantEmails, checkApplicants, keyInOutput, keyInRequest, applicationKeyFields } from '../fields';

export const add = defineOperation({
	name: 'Add',
	action: 'Add applicant',
	description: 'Screen one more tenant; only where the tenants pay and the application is not completed',
	notice:
		'Orders a screening for each email, for that applicant to pay. SmartMove writes to each of them, in the sandbox too.',
	contract: 'addApplicant',
	changes: 'added',
	fields: { ...applicationKeyFields, email: applicantEmails },
	check: checkApplicants,
	async run({ email: addresses, ...key }, context) {
		// The API takes one address per request (contract §3.1).
		return await mapSequentially(addresses, async (email) => {
			const output = await sendConfirmed(write('applicant/add', { ...keyInRequest(key), email }), context);
			return startWith(['email'], { ...output, ...keyInOutput(key), email });
		});
	},
});
