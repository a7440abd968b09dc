import type { IDataObject, INodeType } from 'n8n-workflow';

import { credentialFor, partners } from '../../test/support/pack';
import { PolledNode } from '../../test/support/pollNode';
import { loadClass } from '../lib/inProcess';
import { digits, interleave, formatSpread, measureCost, spread } from '../lib/measure';
import { startPartner } from '../lib/partner';
import { BarePoll } from '../lib/baselines';
import type { Benchmark } from '../lib/types';

/** Polls in one sample; the garbage collector would distort a single one. */
const POLLS = 5;

interface Watched {
	partner: 'movem' | 'mymove' | 'sprove' | 'movingPortal';
	file: string;
	/** The partner's prefix in the address, if not the usual one. */
	prefix?: string;
	parameters: IDataObject;
	/** The list that every way of polling has to fetch and read. */
	path: string;
}

const WATCHED: Record<string, Watched> = {
	'Movem, all under way': {
		partner: 'movem',
		file: 'nodes/Movem/MovemTrigger.node',
		parameters: { triggerOn: ['REQUESTED', 'COMPLETED'] },
		path: '/movem/application/',
	},
	'Movem, half of them finished': {
		partner: 'movem',
		file: 'nodes/Movem/MovemTrigger.node',
		prefix: 'movem-finished',
		parameters: { triggerOn: ['REQUESTED', 'COMPLETED'] },
		path: '/movem-finished/application/',
	},
	'MYMOVE, all in the overlap': {
		partner: 'mymove',
		file: 'nodes/Mymove/MymoveTrigger.node',
		parameters: {},
		path: '/mymove/v2/clients/one/leads',
	},
	'sprove, checks of one property': {
		partner: 'sprove',
		file: 'nodes/Sprove/SproveTrigger.node',
		parameters: { watch: 'chosen', propertyIds: 'p1' },
		path: '/sprove/properties/p1/checks',
	},
	'The Moving Portal, notifications of one instruction': {
		partner: 'movingPortal',
		file: 'nodes/MovingPortal/MovingPortalTrigger.node',
		parameters: {},
		path: '/moving-portal/instruction/TMP1/notifications',
	},
};

export const polling: Benchmark = {
	name: 'polling',
	async measure(context) {
		const sizes = context.size([1250, 2500, 5000, 10_000], [10, 20]);
		const partner = await startPartner();
		const own = new Map<string, Map<number, number[]>>();
		for (const [name, { partner: who, file, prefix, parameters, path }] of Object.entries(WATCHED)) {
			own.set(name, new Map());
			for (const size of sizes) {
				await partner.setBehaviour({ entries: size });
				const { credential, type } = partners[who];
				const values = credentialFor(who, partner.url);
				const baseUrl = `${partner.url}/${prefix ?? partners[who].prefix}`;
				const polled = (node: INodeType, panel: IDataObject) =>
					new PolledNode({
						node,
						parameters: panel as never,
						credentials: { [credential]: { ...values, token: 'token-of-the-bench', baseUrl } },
						credentialTypes: [type()],
					});
				const node = polled(await loadClass<INodeType>(context, file), parameters);
				const bare = polled(new BarePoll(credential, `${partner.url}${path}`), {});
				await bare.activate();
				await node.activate();
				// The first polls may emit the existing entries in portions; after that nothing is new.
				while ((await node.poll()).length > 0);
				const cpuOf = (one: PolledNode) => async () => {
					const { cpu } = await measureCost(async () => {
						for (let n = 0; n < POLLS; n++) {
							const events = await one.poll();
							if (events.length > 0) throw new Error(`${name}: ${events.length} events came again`);
						}
					});
					return cpu / POLLS;
				};
				const samples = await interleave(context.rounds, { poll: cpuOf(node), bare: cpuOf(bare) });
				for (const failure of [...node.errors, ...bare.errors]) throw failure;
				own.get(name)!.set(
					size,
					samples.poll.map((cpu, round) => cpu - (samples.bare[round] ?? 0)),
				);
			}
		}
		await partner.close();
		const first = sizes[0]!;
		const last = sizes.at(-1)!;
		const growth = (name: string) =>
			spread(own.get(name)!.get(last)!).median / Math.max(1, spread(own.get(name)!.get(first)!).median);
		return {
			title: 'Polling',
			work: `One poll that finds nothing new among what is remembered, n8n-core in process, the bare partner. Our own CPU: that of the poll less that of a trigger which gets the same list through n8n’s helper, reads it and does nothing else.`,
			checks: Object.keys(WATCHED).flatMap((name) => {
				const at = own.get(name)!.get(last)!;
				return [
					{
						what: `${name}: own CPU for ${last} remembered`,
						target: '≤ 50 ms',
						measured: formatSpread(at, ' ms'),
						met: spread(at).median <= 50,
					},
					{
						what: `${name}: ${last / first} times as many`,
						target: `≤ ${(1.25 * last) / first} × (a straight line)`,
						measured: `${digits(growth(name))} ×`,
						met: growth(name) <= (1.25 * last) / first,
					},
				];
			}),
			tables: [
				{
					head: ['own CPU, ms', ...sizes.map(String)],
					lines: [...own].map(([name, bySize]) => [
						name,
						...sizes.map((size) => formatSpread(bySize.get(size) ?? [])),
					]),
				},
			],
			notes: [],
		};
	},
};
