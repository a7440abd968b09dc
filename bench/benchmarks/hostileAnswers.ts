import { FULL, SMALL, type HostileAnswer } from '../lib/hostileAnswers';
import { loadClass } from '../lib/inProcess';
import { digits, formatSpread, interleave, ratios, spread } from '../lib/measure';
import { startPartner } from '../lib/partner';
import { readInChild, type Reader, type ReadingCost } from '../lib/reading';
import type { Benchmark, Check } from '../lib/types';

const MB = 1024 * 1024;

/** The most that a node reads of an answer, and of a refusal, in MB (execution/nodeProperties, http/response). */
const [LARGEST_ANSWER, LARGEST_REFUSAL] = [64, 8];

/** How much more memory than Node itself a node may take, where Node takes more than the target. */
const BESIDE_NODE = 1.1;

/** The heap that Node takes by itself in a container of 384 MB is half of it; the rest is for everything else. */
const SMALL_CONTAINER = 384;

interface Case {
	what: string;
	hostile: HostileAnswer;
	/** The clean answer of the same size; absent where the answer is no attack but only large. */
	clean?: HostileAnswer;
	reader: Reader;
	/** The most MB that may be read. */
	bound: number;
	/** What has to come of the hostile answer. */
	outcome: RegExp;
}

const CASES: Case[] = [
	{
		what: 'a gzip bomb of 1 GB',
		hostile: 'gzipBomb',
		clean: 'accepted',
		reader: 'leads',
		bound: LARGEST_ANSWER,
		outcome: /more than 64 MB/,
	},
	{
		what: 'an answer without an end',
		hostile: 'endless',
		clean: 'accepted',
		reader: 'leads',
		bound: LARGEST_ANSWER,
		outcome: /more than 64 MB/,
	},
	{
		what: 'a list of 16 MB that repeats the token',
		hostile: 'tokens',
		clean: 'noTokens',
		reader: 'checks',
		bound: LARGEST_ANSWER,
		outcome: /items/,
	},
	{
		what: 'a refusal of 100,000 fields',
		hostile: 'fieldErrors',
		clean: 'noFieldErrors',
		reader: 'instruction',
		bound: LARGEST_REFUSAL,
		outcome: /refuses Field0/,
	},
	{
		what: '100,000 leads',
		hostile: 'leads',
		reader: 'leads',
		bound: LARGEST_ANSWER,
		outcome: /items/,
	},
];

/** Answers that a partner, or somebody in its place, may send to bring n8n down. */
export const hostileAnswers: Benchmark = {
	name: 'hostile',
	async measure(context) {
		const sizes = context.size(FULL, SMALL);
		for (const file of ['Mymove/Mymove', 'Sprove/Sprove', 'MovingPortal/MovingPortal'])
			await loadClass(context, `nodes/${file}.node`);
		const partner = await startPartner();
		const checks: Check[] = [];
		const lines: string[][] = [];
		for (const { what, hostile, clean, reader, bound, outcome } of CASES) {
			const read = (answer: HostileAnswer, by: Reader) => async () => {
				await partner.setBehaviour({ hostile: { answer, sizes } });
				return await readInChild(context, by, partner.url, { heap: SMALL_CONTAINER / 2, most: bound * MB });
			};
			const costs = await interleave(context.rounds, {
				hostile: read(hostile, reader),
				node: read(hostile, 'floor'),
				clean: clean ? read(clean, reader) : read(hostile, 'floor'),
			});
			const wrong = costs.hostile.map(told).find((text) => !outcome.test(text));
			if (wrong) throw new Error(`${what}: ${wrong}`);
			const against = ratios(of(costs.hostile, 'blocked'), of(costs.clean, 'blocked'));
			const most = Math.max(...of(costs.hostile, 'blocked'));
			const peak = of(costs.hostile, 'peak', MB);
			const asked = bound + 2 * spread(of(costs.hostile, 'growth', MB)).median;
			const byNode = spread(of(costs.node, 'peak', MB)).median;
			const allowed = Math.max(asked, BESIDE_NODE * byNode);
			checks.push(
				{
					what: `${what}: event loop blocked, against the clean answer`,
					target: '≤ 1.5 ×, never over 1 s',
					measured: `${formatSpread(against, ' ×')}, ${digits(most)} ms at most`,
					met: spread(against).median <= 1.5 && most <= 1000,
				},
				{
					what: `${what}: memory at its peak`,
					target:
						allowed === asked
							? `≤ ${digits(asked)} MB`
							: `≤ ${BESIDE_NODE} × Node itself, which takes more than ${digits(asked)} MB`,
					measured: `${formatSpread(peak, ' MB')}; Node itself ${digits(byNode)} MB`,
					met: spread(peak).median <= allowed,
				},
			);
			lines.push(
				line(what, costs.hostile),
				...(clean ? [line('the clean one', costs.clean)] : []),
				line('Node itself', costs.node),
			);
		}
		await partner.close();
		return {
			title: 'Hostile answers',
			work: `Answers made to bring n8n down, beside a clean one of the same size, each read by our node in a fresh process with n8n-core and a heap of ${SMALL_CONTAINER / 2} MB, which is what Node takes in a container of ${SMALL_CONTAINER} MB`,
			checks,
			tables: [
				{
					head: ['', 'blocked, ms', 'peak, MB', 'kept, MB', 'whole process, MB', 'what came of it'],
					lines,
				},
			],
			notes: [
				`The peak is counted above the start; asked is what a node reads at most (${LARGEST_ANSWER} MB of an answer, ${LARGEST_REFUSAL} MB of a refusal) and twice what is kept. Node itself does no more than fetch what may be read of it, JSON.parse and make an item of each entry; where that takes more than is asked, no node can take less. The clean one for the refusal is the same body as an answer; the leads are held against Node itself.`,
			],
		};
	},
};

/** What came of an answer, in a few words. */
const told = (cost: ReadingCost | undefined) => cost?.error ?? `${cost?.items ?? 0} items`;

/** One figure of each round. */
const of = (costs: ReadingCost[], figure: 'blocked' | 'peak' | 'growth' | 'whole', unit = 1) =>
	costs.map((cost) => cost[figure] / unit);

/** A line of the table. */
const line = (name: string, costs: ReadingCost[]): string[] => [
	name,
	formatSpread(of(costs, 'blocked')),
	...(['peak', 'growth', 'whole'] as const).map((figure) => formatSpread(of(costs, figure, MB))),
	told(costs[0]),
];
