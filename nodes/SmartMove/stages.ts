import { toNumber } from '../shared/execution';
import type { Stage } from '../shared/stage';

/** The report's status (contract §5). Ready says that somebody can read it, not how it turned out. */
const REPORT: ReadonlyMap<string, Stage> = new Map([
	['pending', 'invited'],
	['inprogress', 'inProgress'],
	['ready', 'actionNeeded'],
	['requestdeclined', 'closed'],
	['error', 'actionNeeded'],
	['expired', 'closed'],
]);

/** CreditRecommendation (contract §5): Accept, Low Accept, Conditional, Decline, Refer. */
const RECOMMENDATION: Readonly<Record<string, Stage>> = {
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
export const normal = (status: unknown) =>
	(typeof status === 'string' ? status : '').replace(/[\s_-]+/g, '').toLowerCase();

/** Stage of a report status; null for one that is not known to us. */
export function stageOfReport(status: unknown): Stage | null {
	return REPORT.get(normal(status)) ?? null;
}

/** Whether the report can be read. */
export function isReady(status: unknown): boolean {
	return normal(status) === 'ready';
}

/** Whether nothing more comes after this status of a report. */
export function isFinal(status: unknown): boolean {
	return ['ready', 'requestdeclined', 'error', 'expired'].includes(normal(status));
}

/** Name of a recommendation, by its number or by its name in any spelling; null for one that is not documented. */
export function recommendationName(recommendation: unknown): string | null {
	const number = toNumber(recommendation);
	if (number !== undefined) return RECOMMENDATION_NAMES[number] ?? null;
	return RECOMMENDATION_NAMES.find((name) => normal(name) === normal(recommendation)) ?? null;
}

/** Stage of an application: its recommendation where there is one, else how far its applicants are. */
export function stageOfApplication(recommendation: unknown, applicantStatuses: readonly unknown[]): Stage {
	const known = RECOMMENDATION[recommendationName(recommendation) ?? ''];
	if (known) return known;
	const are = (status: string) => (one: unknown) => normal(one) === normal(status);
	if (applicantStatuses.some(are('RequestDeclined'))) return 'closed';
	if (applicantStatuses.some(are('SupportRequired'))) return 'actionNeeded';
	if (applicantStatuses.length > 0 && applicantStatuses.every(are('ReportsAvailable'))) return 'actionNeeded';
	return applicantStatuses.every(are('NoActivity')) ? 'invited' : 'inProgress';
}
