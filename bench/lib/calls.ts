import { createRequire } from 'node:module';

import { repoRoot } from '../../testbed/paths';
import { run } from '../../testbed/run';

export interface Calls {
	url: string;
	/** For how many seconds to call, or else `amount` calls. */
	seconds?: number;
	amount?: number;
	connections: number;
	headers: Record<string, string>;
	body: object;
}

/** The parts of autocannon's result that are used here. */
export interface CallResult {
	'2xx': number;
	non2xx: number;
	errors: number;
	duration: number;
	latency: { p50: number; p99: number };
}

/** Calls an address with autocannon, in a process of its own; throws if nothing is answered. */
export async function runAutocannon(calls: Calls): Promise<CallResult> {
	const cannon = createRequire(__filename).resolve('autocannon');
	const { seconds, amount, connections, headers, body, url } = calls;
	const args = [
		['--json', '--no-progress'],
		['--method', 'POST', '--connections', String(connections)],
		amount === undefined ? ['--duration', String(seconds)] : ['--amount', String(amount)],
		Object.entries(headers).flatMap(([name, value]) => ['--headers', `${name}=${value}`]),
		['--body', JSON.stringify(body)],
		[url],
	].flat();
	const { code, stdout, output } = await run(process.execPath, [cannon, ...args], { cwd: repoRoot });
	if (code !== 0) throw new Error(output);
	const answered = JSON.parse(stdout.slice(stdout.indexOf('{'))) as CallResult;
	if (answered['2xx'] + answered.non2xx === 0) throw new Error(`${url} answers nothing:\n${output}`);
	return answered;
}
