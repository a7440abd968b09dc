import type { Log } from '../../testbed/progress';
import type { RealN8n } from './real';

/** What a benchmark may use. */
export interface Context {
	/** Whether to use tiny numbers, to test that everything runs; the figures then mean nothing. */
	smoke: boolean;
	/** How often each variant is measured, in turn with the others. */
	rounds: number;
	log: Log;
	/** `small` in a smoke run, `full` otherwise. */
	size<T>(full: T, small: T): T;
	/** A real n8n with the pack; started on the first call. */
	real(): Promise<RealN8n>;
}

/** A target, and whether it was met. */
export interface Check {
	what: string;
	target: string;
	measured: string;
	met: boolean;
	/** How often it was measured, where that is not as often as the rest of its row. */
	rounds?: number;
}

export interface Table {
	head: string[];
	lines: string[][];
}

/** One line of a plot. */
export interface Series {
	name: string;
	points: Array<[x: number, y: number]>;
}

export interface Plot {
	/** File name without `.svg`. */
	file: string;
	title: string;
	x: string;
	y: string;
	series: Series[];
}

/** The result of a benchmark. */
export interface BenchmarkResult {
	title: string;
	/** What was done, against which kind of partner, and where it ran. */
	work: string;
	checks: Check[];
	tables: Table[];
	/** What a reader has to know about the figures, and why a target was missed. */
	notes: string[];
	plots?: Plot[];
	/** How often each figure was measured, where that is not once a round. */
	rounds?: number;
	/** Why there are no figures. */
	skipped?: string;
}

/** A benchmark: a row of the results, which `--only` selects by name. */
export interface Benchmark {
	name: string;
	measure(context: Context): Promise<BenchmarkResult>;
}
