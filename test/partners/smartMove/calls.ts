import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { jsonOf, succeeded, type SimulatorRun } from '../../support/useSimulator';

export const PAT = 'pat.renter@example.test';
export const SAM = 'sam.renter@example.test';

/** Calls of the SmartMove node in these tests, for the customer `cust-42`. */
export function calls(bench: SimulatorRun) {
	const smartMove = async (resource: string, operation: string, parameters: IDataObject = {}) =>
		await bench.run('smartMove', {
			resource,
			operation,
			customerReference: 'cust-42',
			...parameters,
		} as INodeParameters);
	return {
		smartMove,
		/** A call about one application. */
		about: async (resource: string, operation: string, id: unknown, parameters: IDataObject = {}) =>
			await smartMove(resource, operation, {
				applicationId: { __rl: true, mode: 'id', value: id as string },
				...parameters,
			}),
		/** Places made-up orders for Pat and Sam and returns their numbers. */
		given: (more: Partial<Parameters<SimulatorRun['control']['smartMove']['addApplications']>[0]> = {}) =>
			bench.control.smartMove.addApplications({ count: 1, emails: [PAT, SAM], ...more }),
		outputOf: (result: Awaited<ReturnType<typeof smartMove>>) => jsonOf(succeeded(result).output),
	};
}
