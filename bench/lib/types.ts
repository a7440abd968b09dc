import type { Log } from '../../testbed/progress';
import type { RealBed } from './real';

/** What a row may use. */
export interface Context {
	/** Tiny numbers, to see that everything runs; nothing it measures means anything. */
	smoke: boolean;
	/** How often each variant is measured, in turn with the others. */
	rounds: number;
	log: Log;
	/** `small` in a smoke run, `full` otherwise. */
	size<T>(full: T, small: T): T;
	/** A real n8n with the pack; started by the first row that asks for it. */
	real(): Promise<RealBed>;
}

/** One target and what became of it. */
export interface Check {
	what: string;
	target: string;
	measured: string;
	met: boolean;
}

export interface Table {
	head: string[];
	lines: string[][];
}

/** Lines of a plot: points by the name of what was measured. */
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

/** What a row has found out. */
export interface RowResult {
	title: string;
	/** What was done, by what kind of partner it was answered, and where it ran. */
	work: string;
	checks: Check[];
	tables: Table[];
	/** What has to be known to read the figures; why a target was missed. */
	notes: string[];
	plots?: Plot[];
	/** Why there are no figures. */
	skipped?: string;
}

/** One row of the table of targets. */
export interface Row {
	name: string;
	measure(context: Context): Promise<RowResult>;
}
