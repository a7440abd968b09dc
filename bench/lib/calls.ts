import { createRequire } from 'node:module';

import { repoRoot } from '../../scripts/lib/paths';
import { run } from '../../scripts/lib/run';

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

/** Calls an address with autocannon, in a process of its own; every body has a number of its own in it. */
export async function callOften(calls: Calls): Promise<Answered> {
	const cannon = createRequire(__filename).resolve('autocannon');
	const { seconds, amount, connections, headers, url } = calls;
	const args = [
		['--json', '--no-progress', '--idReplacement'],
		['--method', 'POST', '--connections', String(connections)],
		amount === undefined ? ['--duration', String(seconds)] : ['--amount', String(amount)],
		Object.entries(headers).flatMap(([name, value]) => ['--headers', `${name}=${value}`]),
		['--body', JSON.stringify({ ...calls.body, number: '[<id>]' })],
		[url],
	].flat();
	const { code, stdout, output } = await run(process.execPath, [cannon, ...args], { cwd: repoRoot });
	if (code !== 0) throw new Error(output);
	return JSON.parse(stdout.slice(stdout.indexOf('{'))) as Answered;
}
