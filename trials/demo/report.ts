import { errorOf } from '../../testbed/executions';
import type { Execution } from '../../testbed/n8nTypes';
import { table } from '../../testbed/table';

/** A row of the demo's table; `faults` says what went wrong, and is empty if nothing did. */
export interface Row {
	partner: string;
	count: number;
	what: string;
	faults: string[];
}

/** What is wrong with an execution: that it has not ended well, and each expectation that does not hold. */
export const faultsOf = (execution: Execution, expectations: Array<[boolean, string]> = []) => [
	...(execution.status === 'success'
		? []
		: [`the workflow ended with "${execution.status}": ${errorOf(execution)?.message ?? ''}`]),
	...expectations.filter(([holds]) => !holds).map(([, fault]) => fault),
];

/** The table as the terminal shows it. */
export function tableOf(rows: Row[]): string {
	const faults = rows.flatMap((row) => row.faults.map((fault) => `Not as it should be: ${fault}`));
	return [table(rows.map(({ partner, count, what }) => [partner, count, what])), ...faults].join('\n');
}
