/**
 * Reads one answer of the bare partner in a process of its own, so that its memory can be measured. argv: what reads it,
 * the partner's address, "smoke" in a smoke run, and the most bytes that the floor reads. Prints the cost as one line of JSON.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';

import type { INodeType } from 'n8n-workflow';

import { runInProcess, loadClass } from './inProcess';
import { measureCost } from './measure';
import { readPieces } from './pieces';
import type { Reader, ReadingCost } from './reading';

const [, , reader, url = '', smoke, most] = process.argv;

/** The operations that read an answer. */
const OPERATIONS = {
	leads: {
		partner: 'mymove',
		file: 'nodes/Mymove/Mymove.node',
		parameters: { resource: 'lead', operation: 'getAll', timeRange: 'all', returnAll: true, simplify: false },
	},
	checks: {
		partner: 'sprove',
		file: 'nodes/Sprove/Sprove.node',
		parameters: {
			resource: 'check',
			operation: 'getAll',
			propertyId: { __rl: true, mode: 'id', value: 'p-1' },
			returnAll: true,
			simplify: false,
		},
	},
	instruction: {
		partner: 'movingPortal',
		file: 'nodes/MovingPortal/MovingPortal.node',
		parameters: { resource: 'instruction', operation: 'get', findBy: 'tmpReference', tmpReference: 'TMP1' },
	},
} as const;

/** CPU of parsing the text and making items, without fetching it. */
let parsing = 0;

/** The work that no variant can avoid: fetch the text, parse it, make an item of each entry of its list. */
async function floor(at: string): Promise<unknown[]> {
	const { body } = await fetch(`${at}/mymove/v2/clients/one/leads`);
	const text = await readPieces(body as AsyncIterable<Uint8Array>, Number(most));
	const before = process.cpuUsage();
	const answer = text === undefined ? {} : (JSON.parse(text) as object);
	const list = Object.values(answer).find(Array.isArray) ?? [];
	const items = list.map((json: unknown) => ({ json, pairedItem: { item: 0 } }));
	const { user, system } = process.cpuUsage(before);
	parsing = (user + system) / 1000;
	return items;
}

async function ours(operation: keyof typeof OPERATIONS, at: string): Promise<unknown[]> {
	const { partner, file, parameters } = OPERATIONS[operation];
	const node = await loadClass<INodeType>({ smoke: smoke === 'smoke' }, file);
	const options = { partner, onError: 'continueRegularOutput' } as const;
	const withoutRetries = { ...parameters, requestOptions: { retries: 0 } };
	return (await runInProcess(node, at, withoutRetries, [{}], options)).output;
}

/** Lets pending callbacks finish and release their memory, and collects the garbage. */
async function collectGarbage(): Promise<void> {
	for (let turn = 0; turn < 3; turn++) {
		await new Promise((resolve) => setTimeout(resolve, 50));
		globalThis.gc?.();
	}
}

async function main(): Promise<void> {
	const read = async (at = url) =>
		reader === 'floor' ? await floor(at) : await ours(reader as Exclude<Reader, 'floor'>, at);
	// Nobody answers there: this loads all code.
	await read('http://127.0.0.1:9').catch(() => undefined);
	const start = process.memoryUsage.rss();
	// A warm-up run, so that all code is compiled.
	await read();
	await collectGarbage();
	const before = process.memoryUsage();
	const delay = monitorEventLoopDelay({ resolution: 1 });
	delay.enable();
	const { result, cpu, wall } = await measureCost(async () => await read());
	// What was blocked last is noted only when the event loop goes on.
	await new Promise((resolve) => setTimeout(resolve, 20));
	delay.disable();
	const peak = process.resourceUsage().maxRSS * 1024;
	await collectGarbage();
	const [first] = result as Array<{ json?: { error?: unknown } }>;
	const cost: ReadingCost = {
		cpu,
		wall,
		blocked: delay.max / 1e6,
		growth: process.memoryUsage().heapUsed - before.heapUsed,
		peak: peak - start,
		whole: peak,
		parsing,
		items: result.length,
		...(typeof first?.json?.error === 'string' && { error: first.json.error }),
	};
	process.stdout.write(`${JSON.stringify(cost)}\n`);
}

void main();
