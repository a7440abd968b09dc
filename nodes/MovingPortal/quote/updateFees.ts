import { binding, number } from '../../shared/fields';
import { defineOperation, path } from '../../shared/operation';
import { carryOut } from '../answers';
import { inDevelopment, tmpReference } from './fields';

export const updateFees = defineOperation({
	name: 'Update Fees',
	action: 'Update fees of quote',
	description: 'Change your fee in one of the results of a quote',
	contract: 'updateQuoteFees',
	changes: 'updated',
	fields: {
		inDevelopment,
		tmpReference,
		resultSequence: number({
			displayName: 'Result Sequence',
			required: true,
			default: 1,
			min: 1,
			description: 'Which of the results of the quote, by its number in the quote',
		}),
		yourFeeInclVAT: binding(
			number({
				displayName: 'Your Fee Including VAT',
				required: true,
				min: 0,
				decimals: 2,
				placeholder: 'e.g. 120.00',
				description: 'Your referral fee, in pounds',
			}),
		),
	},
	async run({ tmpReference: reference, resultSequence, yourFeeInclVAT }, context) {
		const body = { resultSequence, yourFeeInclVAT };
		const answer = await carryOut({ method: 'PATCH', path: path`/quote/${reference}/fees`, body }, context);
		return { ...answer, success: true, tmpReference: reference };
	},
});
