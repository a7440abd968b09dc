import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { wouldHappen } from './checkOnly';
import { faultDetails } from '../errors';
import { isRecord } from '../guards';
import type { Operation } from '../operation';

/** What became of the items of a run, in words. An operation that changes nothing has none. */
export class Tally {
	private done = 0;

	private existed = 0;

	private updated = 0;

	/** What was said of items that were only checked. */
	private readonly checked: IDataObject[] = [];

	private readonly failures = new Map<number, unknown>();

	constructor(private readonly operation: Operation) {}

	/** Counts what an input item came to: one that names several applicants adds several. */
	succeeded(output: INodeExecutionData[]): void {
		for (const { json } of output) {
			if (typeof json.wouldCreate === 'boolean') this.checked.push(json);
			else if (json.updated === true) this.updated++;
			else if (json.alreadyExisted === true) this.existed++;
			else this.done++;
		}
	}

	failed(index: number, failure: unknown): void {
		this.failures.set(index, failure);
	}

	/** What was done: "1 created (1 credit), 13 existed already (no credit)". Empty where nothing was. */
	private achieved(): string[] {
		const { changes, cost } = this.operation;
		const price = cost && ` (${this.done} ${cost}${this.done === 1 ? '' : 's'})`;
		return [
			...(changes && this.done > 0 ? [`${this.done} ${changes}${price ?? ''}`] : []),
			...(this.updated > 0 ? [`${this.updated} updated${cost ? ` (no ${cost})` : ''}`] : []),
			...(this.existed > 0 ? [`${this.existed} existed already${cost ? ` (no ${cost})` : ''}`] : []),
		];
	}

	/** One sentence about a run that came to its end; undefined where there is nothing to tell. */
	sentence(): string | undefined {
		if (!this.operation.changes) return undefined;
		const { size } = this.failures;
		const uncertain = [...this.failures.values()].filter((failure) => faultDetails(failure).mayHaveHappened);
		const doubt = uncertain.length > 0 ? ` (${uncertain.length} may have been carried out all the same)` : '';
		const achieved = this.achieved();
		const checked = wouldHappen(this.operation, this.checked);
		const parts = [...achieved, ...checked, ...(size > 0 ? [`${size} failed${doubt}`] : [])];
		const assurance = checked.length > 0 && achieved.length === 0 ? ' Nothing was sent.' : '';
		return parts.length > 0 ? `${parts.join(', ')}.${assurance}` : undefined;
	}

	/** Adds to the error of a run that stopped half-way what it has changed: its output is lost, its writes are not. */
	describe(failure: unknown): void {
		if (!this.operation.changes || !isRecord(failure)) return;
		// Items that failed beside this one; the run throws only one error.
		const uncertain = [...this.failures]
			.filter(([, other]) => other !== failure && faultDetails(other).mayHaveHappened)
			.map(([index]) => index)
			.sort((a, b) => a - b);
		const achieved = this.achieved();
		const lines = [
			...(typeof failure.description === 'string' ? [failure.description] : []),
			...(achieved.length > 0 ? [`Already done in this run: ${achieved.join(', ')}.`] : []),
			...(uncertain.length > 0
				? [
						`May have been carried out as well: item ${uncertain.join(', ')}. Look there before you run it again.`,
					]
				: []),
		];
		failure.description = lines.join('\n');
	}
}
