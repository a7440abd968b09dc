import { OURS_PROPERTY, runCounted } from '../lib/counted';
import { startSimulated } from '../lib/simulated';
import type { Benchmark } from '../lib/types';

const WIDTHS = [10, 50];

export const token: Benchmark = {
	name: 'token',
	async measure(context) {
		const count = context.size(50, 12);
		const simulated = await startSimulated();
		const lines: string[][] = [];
		for (const state of ['cold', 'expired']) {
			for (const width of WIDTHS) {
				await simulated.control('POST', '/reset', {});
				const ids = await simulated.control<string[]>('POST', '/sprove/addProperties', { count });
				const parameters = { ...OURS_PROPERTY, requestOptions: { concurrency: width } };
				const items = ids.map((id) => ({ id }));
				const cold = { url: simulated.url, parameters, items };
				// For an expired token, a first run stores one, which then expires.
				const stored =
					state === 'expired' ? await runCounted(context, { ...cold, items: items.slice(0, 1) }) : undefined;
				if (stored) await simulated.control('POST', '/sprove/expireTokens', {});
				await simulated.control('DELETE', '/requests');
				const { items: out } = await runCounted(context, { ...cold, token: stored?.token });
				lines.push([
					state,
					String(width),
					String(out),
					String(await simulated.count('createToken')),
					String(await simulated.count('getProperty')),
				]);
			}
		}
		simulated.close();
		return {
			title: 'Token',
			rounds: 1,
			work: `${count} sprove properties, one GET each, at the simulator in a process of its own; the token is missing at first, or has run out`,
			checks: lines.map(([state = '', width = '', out, logins]) => ({
				what: `logins, ${state} token, ${width} at once`,
				target: `1, and ${count} items`,
				measured: `${logins}, and ${out} items`,
				met: logins === '1' && out === String(count),
			})),
			tables: [{ head: ['token', 'at once', 'items', 'logins', 'requests'], lines }],
			notes: ['With an expired token the first request is the one that finds it out, and is sent twice.'],
		};
	},
};
