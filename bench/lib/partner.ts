import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

import { endWithUs } from '../../testbed/processGroups';
import type { HostileAnswer, Sizes } from './hostileAnswers';

/** How the bare partner answers from now on. */
export interface PartnerBehaviour {
	/** Latency of every answer in milliseconds. */
	latency?: number;
	/** Above this limit it answers 429, with `Retry-After: 1`. */
	limit?: { inFlight: number; perSecond: number };
	/** How many entries its lists have. */
	entries?: number;
	/** It answers every request but a login with this. */
	hostile?: { answer: HostileAnswer; sizes: Sizes };
}

/** What it has counted since its behaviour was last set. */
export interface RequestCounts {
	requests: number;
	refused: number;
	mostInFlight: number;
}

/**
 * A partner with fixed answers, in a process of its own. It checks nothing, because the simulator's checks of every
 * request and answer would dominate the measurement.
 */
export interface Partner {
	url: string;
	/** Sets the behaviour and returns what was counted under the previous one. */
	setBehaviour(behaviour: PartnerBehaviour): Promise<RequestCounts>;
	close(): Promise<void>;
}

/** Starts a bare partner on a free port of 127.0.0.1. */
export async function startPartner(): Promise<Partner> {
	const child = fork(join(__dirname, 'partnerProcess.ts'), {
		execArgv: ['--import', 'tsx'],
		detached: process.platform !== 'win32',
	});
	endWithUs(child);
	const { port } = await next<{ port: number }>(child);
	return {
		url: `http://127.0.0.1:${port}`,
		async setBehaviour(behaviour) {
			const answer = next<RequestCounts>(child);
			child.send(behaviour);
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
