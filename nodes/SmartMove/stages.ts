import { toNumber } from '../shared/execution';
import type { Stage } from '../shared/stage';

/** The report's status (contract §5). Ready says that somebody can read it, not how it turned out. */
const STAGE_BY_REPORT_STATUS: ReadonlyMap<string, Stage> = new Map([
	['pending', 'invited'],
	['inprogress', 'inProgress'],
	['ready', 'actionNeeded'],
	['requestdeclined', 'closed'],
	['error', 'actionNeeded'],
	['expired', 'closed'],
]);

/** CreditRecommendation (contract §5): Accept, Low Accept, Conditional, Decline, Refer. */
const STAGE_BY_RECOMMENDATION: Readonly<Record<string, Stage>> = {
	Accept: 'passed',
	'Low Accept': 'passed',
	Conditional: 'conditional',
	Decline: 'failed',
	Refer: 'actionNeeded',
};

/** Names of the recommendations by their number. */
const RECOMMENDATION_NAMES = [
	'Unavailable',
	'Accept',
	'Low Accept',
	'Conditional',
	'Decline',
	'Refer',
	'Pending',
];

/** A status as it is compared: whatever its case, and what stands between its words. */
export const normalizeStatus = (status: unknown) =>
	(typeof status === 'string' ? status : '').replace(/[\s_-]+/g, '').toLowerCase();

/** Stage of a report status; null for one that is not known to us. */
export function stageOfReport(status: unknown): Stage | null {
	return STAGE_BY_REPORT_STATUS.get(normalizeStatus(status)) ?? null;
}

/** Whether the report can be read. */
export function isReady(status: unknown): boolean {
	return normalizeStatus(status) === 'ready';
}

/** Whether nothing more comes after this status of a report. */
export function isFinal(status: unknown): boolean {
	return ['ready', 'requestdeclined', 'error', 'expired'].includes(normalizeStatus(status));
}

/** Name of a recommendation, by its number or by its name in any spelling; null for one that is not documented. */
export function recommendationName(recommendation: unknown): string | null {
	const number = toNumber(recommendation);
	if (number !== undefined) return RECOMMENDATION_NAMES[number] ?? null;
	return (
		RECOMMENDATION_NAMES.find((name) => normalizeStatus(name) === normalizeStatus(recommendation)) ?? null
	);
}

/** Stage of an application: its recommendation where there is one, else how far its applicants are. */
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
