import type { OperationCase } from '../../../operations/operationCase';
import { applicantsOf, applications, BY_ID, isOf, NO_ID } from '../caseParts';
import { PAT } from '../calls';

export const operationCase: OperationCase = {
	parameters: { ...BY_ID, email: PAT },
	items: applications,
	bad: NO_ID,
	belongs: (output, input) => isOf(output, input) && output.email === PAT,
	effect: (partners, item) => applicantsOf(partners, item).filter((email) => email === PAT).length,
	emptyIsFine: true,
};
