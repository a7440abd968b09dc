import { fork } from 'node:child_process';
import { join } from 'node:path';

import { endWithUs } from '../../testbed/processGroups';
import { freePort } from '../../testbed/ports';
import { repoRoot } from '../../testbed/paths';

/** The simulator in a process of its own, for benchmarks that count requests instead of time. */
export interface Simulated {
	url: string;
	/** Calls the control interface: a path below `/_control`. */
	control<T = unknown>(method: string, path: string, body?: object): Promise<T>;
	/** How many requests of an operation came since the journal was cleared. */
	count(operationId: string): Promise<number>;
	close(): void;
}

export async function startSimulated(): Promise<Simulated> {
	const port = await freePort();
	const child = fork(join(repoRoot, 'simulator', 'main.ts'), ['--port', String(port)], {
		execArgv: ['--import', 'tsx'],
		detached: process.platform !== 'win32',
		silent: true,
	});
	endWithUs(child);
	const url = `http://127.0.0.1:${port}`;
	const control = async <T>(method: string, path: string, body?: object): Promise<T> => {
		const answer = await fetch(`${url}/_control${path}`, { method, body: body && JSON.stringify(body) });
		if (!answer.ok) throw new Error(await answer.text());
		return (await answer.json()) as T;
	};
	for (let tries = 0; ; tries++) {
		const up = await fetch(url).catch(() => undefined);
		if (up?.ok) break;
		if (tries > 200) throw new Error('The simulator did not start');
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	return {
		url,
		control,
		count: async (operationId) =>
			(await control<unknown[]>('GET', `/requests?operationId=${operationId}`)).length,
		close: () => child.kill(),
	};
}
