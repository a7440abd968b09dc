/**
 * Reads a list of leads in a process of its own, so that its memory is nobody else's: argv is the variant, the
 * partner's address and whether it is a smoke run. Prints what it cost as one line of JSON.
 */
import type { INodeType } from 'n8n-workflow';

import { runInProcess, shipped } from './inProcess';
import { spent } from './measure';

const [, , variant, url = '', smoke] = process.argv;

const parameters = {
	resource: 'lead',
	operation: 'getAll',
	timeRange: 'all',
	returnAll: true,
	simplify: false,
};

/** CPU of reading the text and making items of it, without getting it. */
let parsing = 0;

/** What nobody can do without: get the text, read it, make items of it. */
async function floor(): Promise<unknown[]> {
	const text = await (await fetch(`${url}/mymove/v2/clients/one/leads`)).text();
	const before = process.cpuUsage();
	const { leads } = JSON.parse(text) as { leads: object[] };
	const items = leads.map((json) => ({ json, pairedItem: { item: 0 } }));
	const { user, system } = process.cpuUsage(before);
	parsing = (user + system) / 1000;
	return items;
}

async function ours(): Promise<unknown[]> {
	const node = await shipped<INodeType>({ smoke: smoke === 'smoke' }, 'nodes/Mymove/Mymove.node');
	return (await runInProcess(node, url, parameters, [{}], { partner: 'mymove' })).output;
}

/** Lets go of what only a pending step still held, and collects the garbage. */
async function settled(): Promise<void> {
	for (let turn = 0; turn < 3; turn++) {
		await new Promise((resolve) => setTimeout(resolve, 50));
		globalThis.gc?.();
	}
}

async function main(): Promise<void> {
	const work = variant === 'ours' ? ours : floor;
	// Once without counting, so that all code is loaded and compiled.
	await work();
	await settled();
	const before = process.memoryUsage();
	const { result, cpu, wall } = await spent(work);
	const peak = process.resourceUsage().maxRSS * 1024 - before.rss;
	await settled();
	const growth = process.memoryUsage().heapUsed - before.heapUsed;
	process.stdout.write(`${JSON.stringify({ cpu, wall, growth, peak, parsing, items: result.length })}\n`);
}

void main();
