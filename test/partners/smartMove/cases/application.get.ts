import type { OperationCase } from '../../../operations/operationCase';
import { applications, BY_ID, isOf, NO_ID } from '../caseParts';

export const operationCase: OperationCase = {
	parameters: BY_ID,
	items: applications,
	bad: NO_ID,
	belongs: isOf,
};
