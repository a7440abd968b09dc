import { credential } from '../../../../simulator/partners/movingPortal/credential';
import type { OperationCase } from '../../../operations/operationCase';

export const operationCase: OperationCase = {
	// It has no field of its own.
	parameters: { requestOptions: { retries: '={{ $json.retries }}' } },
	items: (_, count) => Array.from({ length: count }, (__, n) => ({ n, retries: 3 })),
	bad: { item: { retries: -1 }, label: 'Request Options → Retries' },
	belongs: (output) => output.userName === credential.username,
};
