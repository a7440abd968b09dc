import { toNumber } from '../shared/execution';
import type { Stage } from '../shared/stage';

/** The stage of each report status, normalised (contract §5). Ready means that it can be read, not that it is positive. */
const STAGE_BY_REPORT_STATUS: ReadonlyMap<string, Stage> = new Map([
	['pending', 'invited'],
	['inprogress', 'inProgress'],
	['ready', 'actionNeeded'],
	['requestdeclined', 'closed'],
	['error', 'actionNeeded'],
	['expired', 'closed'],
]);

/** The stage of each CreditRecommendation (contract §5). */
const STAGE_BY_RECOMMENDATION: Readonly<Record<string, Stage>> = {
	Accept: 'passed',
	'Low Accept': 'passed',
	Conditional: 'conditional',
	Decline: 'failed',
	Refer: 'actionNeeded',
};

/** The names of recommendations by their number. */
const RECOMMENDATION_NAMES = [
	'Unavailable',
	'Accept',
	'Low Accept',
	'Conditional',
	'Decline',
	'Refer',
	'Pending',
];

/** A status for comparison: without blanks, underscores and dashes, in lower case. */
export const normalizeStatus = (status: unknown) =>
	(typeof status === 'string' ? status : '').replace(/[\s_-]+/g, '').toLowerCase();

/** The stage of a report status; null for an unknown one. */
export function stageOfReport(status: unknown): Stage | null {
	return STAGE_BY_REPORT_STATUS.get(normalizeStatus(status)) ?? null;
}

/** Whether the report can be read. */
export function isReady(status: unknown): boolean {
	return normalizeStatus(status) === 'ready';
}

/** Whether a report status is final. */
export function isFinal(status: unknown): boolean {
	return ['ready', 'requestdeclined', 'error', 'expired'].includes(normalizeStatus(status));
}

/** The name of a recommendation, from its number or from its name in any spelling; null for an undocumented one. */
export function recommendationName(recommendation: unknown): string | null {
	const number = toNumber(recommendation);
	if (number !== undefined) return RECOMMENDATION_NAMES[number] ?? null;
	return (
		RECOMMENDATION_NAMES.find((name) => normalizeStatus(name) === normalizeStatus(recommendation)) ?? null
	);
}

/** The stage of an application: by its recommendation where there is one, else by the statuses of its applicants. */
export function stageOfApplication(recommendation: unknown, applicantStatuses: readonly unknown[]): Stage {
	const stage = STAGE_BY_RECOMMENDATION[recommendationName(recommendation) ?? ''];
	if (stage) return stage;
	const hasStatus = (status: string) => (applicantStatus: unknown) =>
		normalizeStatus(applicantStatus) === normalizeStatus(status);
	if (applicantStatuses.some(hasStatus('RequestDeclined'))) return 'closed';
	if (applicantStatuses.some(hasStatus('SupportRequired'))) return 'actionNeeded';
	if (applicantStatuses.length > 0 && applicantStatuses.every(hasStatus('ReportsAvailable')))
		return 'actionNeeded';
	return applicantStatuses.every(hasStatus('NoActivity')) ? 'invited' : 'inProgress';
}
