import { join } from 'node:path';

import { repoRoot } from '../../testbed/paths';
import { cleanEnv, run } from '../../testbed/run';
import type { Context } from './types';

/** What reads an answer: an operation of ours, or the least that any program has to do. */
export type Reader = 'leads' | 'checks' | 'instruction' | 'floor';

/** What reading one answer cost, in milliseconds and bytes. */
export interface ReadingCost {
	cpu: number;
	wall: number;
	/** The longest time that the event loop was blocked. */
	blocked: number;
	/** The heap that stays after collecting garbage, with the result still held. */
	growth: number;
	/** The most memory of the process, above that before the first answer was read. */
	peak: number;
	/** The most memory of the process. */
	whole: number;
	/** The part of the floor's CPU that is not fetching. */
	parsing: number;
	items: number;
	/** The message of the first item's error. */
	error?: string;
}

/**
 * Reads the answer of a bare partner in a fresh process.
 *
 * @param heap the most MB of its heap
 * @param most the most bytes that the floor reads
 */
export async function readInChild(
	{ smoke }: Context,
	reader: Reader,
	url: string,
	{ heap = 8192, most = Infinity } = {},
): Promise<ReadingCost> {
	const flags = ['--expose-gc', `--max-old-space-size=${heap}`, '--import', 'tsx'];
	const file = join(__dirname, 'readingChild.ts');
	const { stdout, output } = await run(
		process.execPath,
		[...flags, file, reader, url, smoke ? 'smoke' : '', String(most)],
		{ cwd: repoRoot, env: { ...cleanEnv(), BENCH_BUILT: '1' } },
	);
	const line = stdout.trim().split('\n').at(-1);
	if (!line?.startsWith('{')) throw new Error(output);
	return JSON.parse(line) as ReadingCost;
}
