import { runCounted } from '../lib/counted';
import { startSimulated } from '../lib/simulated';
import type { Benchmark } from '../lib/types';

/** The page size of sprove's list of properties. */
const PAGE = 100;

export const returnAll: Benchmark = {
	name: 'returnAll',
	async measure(context) {
		const there = context.size(10_000, 250);
		const simulated = await startSimulated();
		await simulated.control('POST', '/sprove/addProperties', { count: there });
		const lines: string[][] = [];
		// A page does not say that it is the last: the node knows only when the next page is empty.
		const whole = Math.ceil(there / PAGE) + 1;
		const asked: Array<[string, object, items: number, needed: number]> = [
			['Limit 50', { limit: 50 }, 50, 1],
			['Limit 100', { limit: 100 }, 100, 1],
			['Limit 250', { limit: 250 }, 250, 3],
			['Return All', { returnAll: true }, there, whole],
		];
		for (const [name, panel, , needed] of asked) {
			await simulated.control('DELETE', '/requests');
			const parameters = { resource: 'property', operation: 'getAll', ...panel };
			const { items } = await runCounted(context, { url: simulated.url, parameters, items: [{}] });
			lines.push([name, String(items), String(await simulated.count('listProperties')), String(needed)]);
		}
		simulated.close();
		return {
			title: 'Return All',
			rounds: 1,
			work: `${there} sprove properties, ${PAGE} to a page, at the simulator in a process of its own`,
			checks: asked.map(([name, , items, needed], row) => ({
				what: name,
				target: `${items} items by ${needed} ${needed === 1 ? 'request' : 'requests'}`,
				measured: `${lines[row]?.[1]} items by ${lines[row]?.[2]}`,
				met: lines[row]?.[1] === String(items) && lines[row]?.[2] === String(needed),
			})),
			tables: [{ head: ['', 'items', 'requests', 'needed'], lines }],
			notes: [],
		};
	},
};
