/** Prints a line of progress. */
export type Log = (line: string) => void;

export const toStderr: Log = (line) => void process.stderr.write(`${line}\n`);

/** Minutes and seconds, as a person reads them. */
export function elapsed(sinceMs: number): string {
	const seconds = Math.max(0, Math.round((Date.now() - sinceMs) / 1000));
	return seconds < 60
		? `${seconds} s`
		: `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

export interface ProgressOptions {
	log: Log;
	/** What is being done, e.g. "Installing n8n". */
	step: string;
	/** How far it is, asked for before each line. */
	progress?: () => Promise<string> | string;
	everyMs?: number;
}

/**
 * Runs `work` and reports every few seconds what is being done, for how long, and how far it is. Work that ends
 * before the first report is due prints nothing.
 */
export async function withProgress<T>(
	{ log, step, progress, everyMs = 5_000 }: ProgressOptions,
	work: () => Promise<T>,
): Promise<T> {
	const started = Date.now();
	let reported = false;
	const timer = setInterval(() => {
		void (async () => {
			const detail = await Promise.resolve(progress?.()).catch(() => undefined);
			reported = true;
			log(`  ${step} … ${elapsed(started)}${detail ? `, ${detail}` : ''}`);
		})();
	}, everyMs);
	timer.unref();
	try {
		const result = await work();
		if (reported) log(`  ${step}: done in ${elapsed(started)}`);
		return result;
	} finally {
		clearInterval(timer);
	}
}
