import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../../shared/guards';
import type { Stage } from '../../shared/stage';
import { normalStatus } from '../application/statuses';
import type { Reference } from './read';

/** The stage of each decision. The sample has `PASS`, the list of statuses `PASSED` (contract §8 no. 24). */
const STAGES: Readonly<Record<string, Stage>> = {
	PASS: 'passed',
	PASSED: 'passed',
	MANUAL_PASSED: 'passed',
	FAIL: 'failed',
	FAILED: 'failed',
	MANUAL_FAILED: 'failed',
	REVIEW_NEEDED: 'actionNeeded',
	IN_PROGRESS: 'inProgress',
};

/** What was found for each part of the reference, without anything else that may stand there. */
function summaryOf(reference: Reference): IDataObject | null {
	// The samples are indented as if an object that is not printed enclosed it (contract §8 no. 23).
	const places = [reference, ...Object.values(reference)].filter(isRecord);
	const summary = places.map((place) => place.summary).find(isRecord);
	if (!summary) return null;
	const findings = Object.entries(summary).filter(
		(entry): entry is [string, IDataObject] => isRecord(entry[1]) && 'result' in entry[1],
	);
	return Object.fromEntries(findings.map(([name, { result, message }]) => [name, { result, message }]));
}

/** The stage of a reference; null where its decision is a word that is not documented. */
function stageOf({ decision, decision_text: text }: Reference, hasSummary: boolean): Stage | null {
	const word = decision ?? text;
	// The decision is left out until it is final. What was found without one waits for a person (contract §8 no. 24).
	if (!word) return hasSummary ? 'actionNeeded' : 'inProgress';
	return STAGES[normalStatus(word)] ?? null;
}

/** A reference with its stage, its decision and its summary, and without the personal data that they rest on. */
function simplified(reference: Reference): IDataObject {
	const { id, application_id, full_name, property } = reference;
	const { decision, decision_text, decision_reason, decision_user } = reference;
	const summary = summaryOf(reference);
	return {
		full_name: full_name ?? null,
		property: property ?? null,
		stage: stageOf(reference, summary !== null),
		decision: decision ?? null,
		decision_text: decision_text ?? null,
		decision_reason: decision_reason ?? null,
		decision_user: decision_user ?? null,
		summary,
		id,
		application_id: application_id ?? null,
	};
}

/** A reference as operations return it. */
export function output(reference: Reference, simplify: boolean): IDataObject {
	return simplify ? simplified(reference) : (reference as IDataObject);
}
