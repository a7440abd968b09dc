/** What one run of a variant cost, in milliseconds. */
export interface Sample {
	wall: number;
	cpu: number;
}

export interface Spread {
	median: number;
	min: number;
	max: number;
}

/** The median of several figures, with the smallest and the largest. */
export function spread(figures: number[]): Spread {
	const sorted = [...figures].sort((a, b) => a - b);
	const half = Math.floor(sorted.length / 2);
	const at = (index: number) => sorted[index] ?? NaN;
	const median = sorted.length % 2 === 1 ? at(half) : (at(half - 1) + at(half)) / 2;
	return { median, min: at(0), max: at(sorted.length - 1) };
}

/** A figure with three significant digits, three decimals at most. */
export function digits(value: number): string {
	if (!Number.isFinite(value)) return '–';
	const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
	return value.toFixed(Math.min(decimals, 3));
}

/** `1.23 (1.10–1.31)`, as the tables show it. */
export function formatSpread(figures: number[], unit = ''): string {
	const { median, min, max } = spread(figures);
	return `${digits(median)}${unit} (${digits(min)}–${digits(max)})`;
}

/** The ratios of two variants in each round, because within a round both had the same noise. */
export function ratios(of: number[], to: number[]): number[] {
	return of.map((figure, round) => figure / (to[round] ?? NaN));
}

/** Runs `work` and measures this process's CPU and wall time in milliseconds. */
export async function measureCost<T>(work: () => Promise<T>): Promise<Sample & { result: T }> {
	globalThis.gc?.();
	const before = process.cpuUsage();
	const start = performance.now();
	const result = await work();
	const wall = performance.now() - start;
	const { user, system } = process.cpuUsage(before);
	return { wall, cpu: (user + system) / 1000, result };
}

/**
 * Runs every variant once without counting it, then all of them in turn (A B A B …), `rounds` times. A single round,
 * as in a smoke run, has no warm-up.
 *
 * @returns the samples of each variant, in the order of the rounds
 */
export async function interleave<Name extends string, S>(
	rounds: number,
	variants: Record<Name, () => Promise<S>>,
): Promise<Record<Name, S[]>> {
	const all = Object.entries(variants) as Array<[Name, () => Promise<S>]>;
	const samples = Object.fromEntries(all.map(([name]) => [name, [] as S[]])) as Record<Name, S[]>;
	for (let round = rounds > 1 ? -1 : 0; round < rounds; round++) {
		for (const [name, run] of all) {
			const sample = await run();
			if (round >= 0) samples[name].push(sample);
		}
	}
	return samples;
}
