import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

import { endWithUs } from '../../testbed/processGroups';

/** How the bare partner answers from now on. */
export interface PartnerBehaviour {
	/** Milliseconds every answer takes. */
	latency?: number;
	/** Beyond this it answers 429, with `Retry-After: 1`. */
	limit?: { inFlight: number; perSecond: number };
	/** How many entries its lists have. */
	entries?: number;
}

/** What it has seen since it was last told how to answer. */
export interface Seen {
	requests: number;
	refused: number;
	mostInFlight: number;
}

/**
 * A partner with fixed answers, in a process of its own. It checks nothing: the simulator's checks of every
 * request and answer would be most of what is measured.
 */
export interface Partner {
	url: string;
	/** Sets the manner and returns what was seen under the one before. */
	become(manner: PartnerBehaviour): Promise<Seen>;
	close(): Promise<void>;
}

/** Starts one on a free port of 127.0.0.1. */
export async function startPartner(): Promise<Partner> {
	const child = fork(join(__dirname, 'partnerProcess.ts'), {
		execArgv: ['--import', 'tsx'],
		detached: process.platform !== 'win32',
	});
	endWithUs(child);
	const { port } = await next<{ port: number }>(child);
	return {
		url: `http://127.0.0.1:${port}`,
		async become(manner) {
			const answer = next<Seen>(child);
			child.send(manner);
			return await answer;
		},
		async close() {
			const exited = new Promise((resolve) => child.once('exit', resolve));
			child.disconnect();
			await exited;
		},
	};
}

async function next<T>(child: ChildProcess): Promise<T> {
	return await new Promise((resolve, reject) => {
		const gone = (code: number | null) => reject(new Error(`The partner has ended with ${code}`));
		child.once('exit', gone);
		child.once('message', (message) => {
			child.off('exit', gone);
			resolve(message as T);
		});
	});
}
