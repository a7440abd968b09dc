import type { OperationCase } from '../../../operations/operationCase';
import { smallReferral } from '../smallReferral';

export const operationCase: OperationCase = {
	parameters: smallReferral,
	items: (_, count) => Array.from({ length: count }, (__, i) => ({ fee: 600 + i, reference: `I-${i}` })),
	bad: { item: { fee: -1, reference: 'I-bad' }, label: 'Total Fee Including VAT' },
	belongs: (output, input) =>
		output.uniqueIntegrationReference === input.reference && /^TMP\d+$/.test(String(output.reference)),
	effect: ({ movingPortal }, { reference }) =>
		movingPortal.referrals.filter(
			({ referral }) => referral.cases[0]?.uniqueIntegrationReference === reference,
		).length,
	more: [
		{ uniqueCustomerReference: '={{ "C-" + $json.reference }}' },
		{ uniqueIntegrationReference: '', ifExists: 'create' },
	],
};
