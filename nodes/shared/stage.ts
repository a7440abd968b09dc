/**
 * How far something has come, in one vocabulary for all partners. The partner's own status always stands
 * beside it. `actionNeeded`: somebody has to do something before it goes on. `closed`: ended without a result.
 */
export type Stage =
	'invited' | 'inProgress' | 'actionNeeded' | 'passed' | 'conditional' | 'failed' | 'closed';
