import type { IDataObject } from 'n8n-workflow';

import type { State } from '../../../simulator/http/server';
import { pairing } from '../../support/useSimulator';
import { OPERATIONS } from '../../operations/cases';
import type { NodeResult } from '../../support/runWorkflow';
import { checksFirst, type Plan } from './plan';

/** The promises that an execution broke, counted. */
export interface Verdict {
	/** Input items with neither output nor error, or in the wrong position. */
	lost: number;
	/** Things made more often than reported, or than may have been. */
	duplicates: number;
	/** Credits spent without a report. */
	creditsLost: number;
	/** Items reported as done that are not, or reported as not done that are. */
	untrue: number;
}

/** What became of one input item. */
type Fate = 'made' | 'found' | 'no' | 'unsure' | 'unknown';

interface Judged {
	plan: Plan;
	items: IDataObject[];
	result: NodeResult;
	partners: State['partners'];
}

/** Compares what an execution reports with what exists at the partner afterwards. */
export function judge(judged: Judged): Verdict {
	const { plan, items, partners } = judged;
	const verdict: Verdict = { lost: 0, duplicates: 0, creditsLost: 0, untrue: 0 };
	const fates = fatesOf(judged, verdict);
	const { effect } = OPERATIONS[plan.operation]!;
	if (!effect) return verdict;

	const groups = new Map<string, number[]>();
	items.forEach((item, index) => {
		const same = JSON.stringify(item);
		groups.set(same, [...(groups.get(same) ?? []), index]);
	});
	let done = 0;
	for (const indexes of groups.values()) {
		const count = (fate: Fate) => indexes.filter((index) => fates[index] === fate).length;
		const times = effect(partners, items[indexes[0]!]!);
		done += times;
		const [made, unsure, unknown] = [count('made'), count('unsure'), count('unknown')];
		// With If It Already Exists one is enough, however many items want the same and whichever responses are lost.
		const isOne = checksFirst(plan.operation) && plan.ifExists !== 'create';
		verdict.duplicates += Math.max(0, times - (isOne ? 1 : made + unsure + unknown));
		// Retry On Fail keeps the output of the last run only, so earlier creates go unreported.
		if (plan.retryOnFail) continue;
		const isSaid = made + unsure + unknown + count('found') > 0;
		verdict.untrue += Math.max(0, made - times) + (times === 0 ? count('found') : isSaid ? 0 : times);
	}
	if (plan.retryOnFail) return verdict;
	const reported = fates.filter((fate) => fate === 'made' || fate === 'unsure').length + alsoReported(judged);
	verdict.untrue += Math.max(0, done - reported);
	if (plan.operation === 'movem application create')
		verdict.creditsLost += Math.max(0, 100 - partners.movem.credits - reported);
	return verdict;
}

/** What each item reports; counts those that report nothing although the run succeeded. */
function fatesOf({ plan, items, result }: Judged, verdict: Verdict): Fate[] {
	const fates = items.map((): Fate => 'unknown');
	const { belongs } = OPERATIONS[plan.operation]!;
	const outputs = [result.output, result.errorOutput];
	for (const output of outputs) {
		const positions = pairing(output);
		// Outputs follow the order of the input.
		verdict.lost += positions.filter(
			(position, i) => i > 0 && !(Number(position) > Number(positions[i - 1])),
		).length;
		output.forEach(({ json }, i) => {
			const position = positions[i] ?? -1;
			if (fates[position] !== 'unknown') verdict.lost += 1;
			const details = json.details as IDataObject | undefined;
			if (json.error !== undefined && details) {
				fates[position] = details.mayHaveHappened ? 'unsure' : 'no';
				const namesItem = String(json.error).includes(`[item ${position}]`);
				if (namesItem !== items.length > 1) verdict.untrue += 1;
				return;
			}
			// A found referral has no TMP reference, and a result that was waited for may be late: neither is an error.
			const known = {
				...json,
				...(json.alreadyExisted !== undefined && json.reference === null && { reference: 'TMP1' }),
				...(json.timedOut === true && { timedOut: false }),
			};
			if (!belongs(known, items[position]!)) verdict.untrue += 1;
			fates[position] = json.alreadyExisted === true ? 'found' : 'made';
		});
	}
	if (result.status === 'success') verdict.lost += fates.filter((fate) => fate === 'unknown').length;
	return fates;
}

/**
 * How many more items a run that stopped half-way reports as done or possibly done, besides those in its output. A
 * canceled run reports nothing: every item in flight may have been done.
 */
function alsoReported({ plan, result }: Judged): number {
	if (result.status === 'canceled') return plan.atOnce;
	const said = result.error?.description ?? '';
	const done = /Already done in this run: (.*)\./.exec(said)?.[1]?.replace(/\([^)]*\)/g, '') ?? '';
	const finished = (done.match(/\d+/g) ?? []).reduce((sum, count) => sum + Number(count), 0);
	const others = /carried out as well: item ([\d, ]+)\./.exec(said)?.[1]?.split(',').length ?? 0;
	return finished + others + (/carried out all the same|has been changed|order stands/.test(said) ? 1 : 0);
}
