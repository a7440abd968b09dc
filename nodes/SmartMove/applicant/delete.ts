import { mapSequentially, startWith } from '../../shared/execution';
import { defineOperation } from '../../shared/operation';
import { write } from '../api';
import { sendConfirmed } from '../sendConfirmed';
import { applicantEmails, checkApplicants, keyInOutput, keyInRequest, applicationKeyFields } from '../fields';

export const remove = defineOperation({
	name: 'Delete',
	action: 'Delete applicant',
	description: 'Take an applicant out; only one who has not answered and is not the only one',
	contract: 'deleteApplicant',
	changes: 'deleted',
	fields: { ...applicationKeyFields, email: applicantEmails },
	check: checkApplicants,
	async run({ email: addresses, ...key }, context) {
		// The API takes one address per request (contract §3.1).
		return await mapSequentially(addresses, async (email) => {
			const output = await sendConfirmed(write('applicant/delete', { ...keyInRequest(key), email }), context);
			return startWith(['email'], { ...output, ...keyInOutput(key), email, deleted: true });
		});
	},
});
