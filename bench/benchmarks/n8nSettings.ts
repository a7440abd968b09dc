import { OURS } from '../lib/inProcess';
import { formatSpread, interleave, ratios, spread, type Sample } from '../lib/measure';
import { httpRequestNode, memoryOf, openRealN8n, ourNode, type RealN8n } from '../lib/real';
import type { Benchmark } from '../lib/types';
import { addTriggers, call, rateOf } from './postbacks';

/** n8n's settings of its expression engine (@n8n/config, expression-engine.config.js). */
const SETTINGS: Record<string, NodeJS.ProcessEnv> = {
	'as it comes': {},
	'`N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE=true`': { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' },
	'the same and `N8N_EXPRESSION_ENGINE_COMPILE_CACHE=true`': {
		N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
		N8N_EXPRESSION_ENGINE_COMPILE_CACHE: 'true',
	},
	'`N8N_EXPRESSION_ENGINE=legacy`': { N8N_EXPRESSION_ENGINE: 'legacy' },
};

const ITEMS = 1000;

/** Milliseconds until an n8n that has just started does nothing more by itself. */
const UNTIL_AT_REST = 10_000;

interface Measured {
	memory: number;
	ours: number;
	webhook: number;
	ourCpu: number;
	httpRequestCpu: number;
}

/** An n8n with a setting, and what is measured of it in a round. */
async function prepare({ testbed, partner, add }: RealN8n): Promise<() => Promise<Measured>> {
	await partner.setBehaviour({ entries: ITEMS });
	await new Promise((resolve) => setTimeout(resolve, UNTIL_AT_REST));
	const memory = await memoryOf(testbed.n8n.pid);
	const urls = await addTriggers({ testbed });
	const ours = await add('ours', ourNode(OURS));
	const httpRequest = await add('all at once', httpRequestNode(partner.url));
	const nothing = await add('nothing', { type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} });
	return async () => {
		const idle = await nothing.run();
		const perItem = ({ cpu }: Sample) => (cpu - idle.cpu) / ITEMS;
		return {
			memory,
			ours: rateOf(await call(urls.ours)),
			webhook: rateOf(await call(urls.webhook)),
			ourCpu: perItem(await ours.run()),
			httpRequestCpu: perItem(await httpRequest.run()),
		};
	};
}

/** What n8n's own settings gain, which nobody can set but whoever runs n8n. */
export const n8nSettings: Benchmark = {
	name: 'settings',
	async measure({ smoke, rounds, log }) {
		const title = 'n8n’s settings';
		const work = `The real n8n once for each setting of its expression engine, all at the same time and measured in turn: memory at rest, ${UNTIL_AT_REST / 1000} s after the start; postbacks as above; ${ITEMS} items, three expressions each, one POST each`;
		if (smoke) return { title, work, checks: [], tables: [], notes: [], skipped: 'it needs the real n8n' };
		const opened: RealN8n[] = [];
		try {
			const variants: Record<string, () => Promise<Measured>> = {};
			for (const [name, env] of Object.entries(SETTINGS)) {
				opened.push(await openRealN8n(log, env));
				variants[name] = await prepare(opened.at(-1)!);
			}
			const samples = await interleave(rounds, variants);
			const of = (name: string, what: keyof Measured) => (samples[name] ?? []).map((one) => one[what]);
			const names = Object.keys(SETTINGS);
			const [first = ''] = names;
			return {
				title,
				work,
				checks: [],
				tables: [
					{
						head: [
							'',
							'postbacks a second, SmartMove Trigger',
							'the same, n8n’s Webhook node',
							'CPU per item, ours, ms',
							'CPU per item, HTTP Request, ms',
							'memory at rest, MB',
						],
						lines: names.map((name) => [
							name,
							formatSpread(of(name, 'ours')),
							formatSpread(of(name, 'webhook')),
							formatSpread(of(name, 'ourCpu')),
							formatSpread(of(name, 'httpRequestCpu')),
							formatSpread(of(name, 'memory')),
						]),
					},
				],
				notes: names
					.slice(1)
					.map(
						(name) =>
							`${name}: ${formatSpread(ratios(of(name, 'ours'), of(first, 'ours')), ' ×')} the postbacks and ${spread(ratios(of(name, 'ourCpu'), of(first, 'ourCpu'))).median.toFixed(2)} × the CPU per item of ours.`,
					)
					.concat('What each costs besides stands in docs/scaling.md.'),
			};
		} finally {
			for (const each of opened) await each.close();
		}
	},
};
