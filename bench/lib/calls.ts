import { createRequire } from 'node:module';

import { repoRoot } from '../../testbed/paths';
import { run } from '../../testbed/run';

export interface Calls {
	url: string;
	/** How long, in seconds; or how many. */
	seconds?: number;
	amount?: number;
	connections: number;
	headers: Record<string, string>;
	body: object;
}

/** What autocannon counted, as far as it is used here. */
export interface Answered {
	'2xx': number;
	non2xx: number;
	errors: number;
	duration: number;
	latency: { p50: number; p99: number };
}

/** Calls an address with autocannon, in a process of its own. @throws when nothing is answered */
export async function callOften(calls: Calls): Promise<Answered> {
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
	const answered = JSON.parse(stdout.slice(stdout.indexOf('{'))) as Answered;
	if (answered['2xx'] + answered.non2xx === 0) throw new Error(`${url} answers nothing:\n${output}`);
	return answered;
}
