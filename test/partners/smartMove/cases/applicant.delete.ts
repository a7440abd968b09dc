import type { OperationCase } from '../../../operations/operationCase';
import { applicantsOf, BY_ID, isOf } from '../caseParts';
import { PAT, SAM } from '../calls';

export const operationCase: OperationCase = {
	parameters: { ...BY_ID, email: '={{ $json.email }}' },
	items: ({ smartMove }, count) =>
		smartMove
			.addApplications({ count, emails: [PAT, SAM] })
			.map((id, i) => ({ id, email: i % 2 === 0 ? PAT : SAM })),
	bad: { item: { id: 70001, email: 'nobody' }, label: 'Applicant Emails' },
	belongs: (output, input) => isOf(output, input) && output.email === input.email && output.deleted === true,
	effect: (partners, item) => (applicantsOf(partners, item).includes(String(item.email)) ? 0 : 1),
	emptyIsFine: true,
};
