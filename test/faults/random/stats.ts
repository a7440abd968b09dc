import { table } from '../../../testbed/table';

/** The counts that must be 0, with what each counts. */
export const NONE = {
	lost: 'items lost',
	duplicates: 'made twice',
	creditsLost: 'credits lost',
	untrue: 'untrue reports',
	hung: 'executions hung',
	leaked: 'handles leaked',
	secrets: 'secrets shown',
	stray: 'stray requests',
} as const;

/** The figures of executions. */
export interface Figures extends Record<keyof typeof NONE, number> {
	runs: number;
	items: number;
	requests: number;
	retries: number;
	/** Requests that met a fault, by kind, and executions that were canceled or never reached the partner. */
	faults: Record<string, number>;
}

/** The names of the counts that should be 0 and are not. */
export function brokenIn(figures: Figures): string[] {
	return (Object.keys(NONE) as Array<keyof typeof NONE>).filter((name) => figures[name] !== 0);
}

/** The sum of all figures. */
export function sumOf(all: Figures[]): Figures {
	const add = (values: number[]) => values.reduce((sum, value) => sum + value, 0);
	const counts = ['runs', 'items', 'requests', 'retries', ...Object.keys(NONE)] as Array<keyof Figures>;
	const kinds = [...new Set(all.flatMap(({ faults }) => Object.keys(faults)))].sort();
	return {
		...Object.fromEntries(counts.map((name) => [name, add(all.map((one) => Number(one[name])))])),
		faults: Object.fromEntries(kinds.map((kind) => [kind, add(all.map(({ faults }) => faults[kind] ?? 0))])),
	} as Figures;
}

/** The figures as a table, a line for each. */
export function tableOf({ faults, ...figures }: Figures, seconds: number): string {
	const met = Object.entries(faults);
	const rows: Array<[string, number]> = [
		...(['runs', 'items', 'requests', 'retries'] as const).map((name): [string, number] => [
			name,
			figures[name],
		]),
		['faults met', met.reduce((sum, [, count]) => sum + count, 0)],
		...met.map(([kind, count]): [string, number] => [`  ${kind}`, count]),
		...Object.entries(NONE).map(([name, what]): [string, number] => [
			what,
			figures[name as keyof typeof NONE],
		]),
		['seconds', seconds],
	];
	return table(rows);
}
