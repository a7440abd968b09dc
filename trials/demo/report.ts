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

const PARTNER_WIDTH = 'The Moving Portal'.length;

/** A row by itself, for a terminal that shows one after the other. */
export const lineOf = ({ partner, count, what }: Row): string =>
	`${partner.padEnd(PARTNER_WIDTH)}  ${String(count).padStart(2)}  ${what}`;

/** What went wrong, a line each. */
export const faultLines = (rows: Row[]): string[] =>
	rows.flatMap(({ faults }) => faults.map((fault) => `Not as it should be: ${fault}`));

/** The table as the terminal shows it. */
export function tableOf(rows: Row[]): string {
	const lines = table(rows.map(({ partner, count, what }) => [partner, count, what]));
	return [lines, ...faultLines(rows)].join('\n');
}
