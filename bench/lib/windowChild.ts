/**
 * Reads a list of leads in a process of its own, so that its memory can be measured. argv: the variant, the partner's
 * address, and "smoke" in a smoke run. Prints the cost as one line of JSON.
 */
import type { INodeType } from 'n8n-workflow';

import { runInProcess, loadClass } from './inProcess';
import { measureCost } from './measure';

const [, , variant, url = '', smoke] = process.argv;

const parameters = {
	resource: 'lead',
	operation: 'getAll',
	timeRange: 'all',
	returnAll: true,
	simplify: false,
};

/** CPU of parsing the text and making items, without fetching it. */
let parsing = 0;

/** The work that no variant can avoid: fetch the text, parse it, make items. */
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
	const node = await loadClass<INodeType>({ smoke: smoke === 'smoke' }, 'nodes/Mymove/Mymove.node');
	return (await runInProcess(node, url, parameters, [{}], { partner: 'mymove' })).output;
}

/** Lets pending callbacks finish and release their memory, and collects the garbage. */
async function collectGarbage(): Promise<void> {
	for (let turn = 0; turn < 3; turn++) {
		await new Promise((resolve) => setTimeout(resolve, 50));
		globalThis.gc?.();
	}
}

async function main(): Promise<void> {
	const work = variant === 'ours' ? ours : floor;
	// A warm-up run, so that all code is loaded and compiled.
	await work();
	await collectGarbage();
	const before = process.memoryUsage();
	const { result, cpu, wall } = await measureCost(work);
	const peak = process.resourceUsage().maxRSS * 1024 - before.rss;
	await collectGarbage();
	const growth = process.memoryUsage().heapUsed - before.heapUsed;
	process.stdout.write(`${JSON.stringify({ cpu, wall, growth, peak, parsing, items: result.length })}\n`);
}

void main();
