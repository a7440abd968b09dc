/**
 * The progress of an application, report or instruction, in one vocabulary for all partners. Outputs have the partner's
 * own status beside it. `actionNeeded`: somebody has to act before it goes on. `closed`: it ended without a result.
 */
export type Stage =
	'invited' | 'inProgress' | 'actionNeeded' | 'passed' | 'conditional' | 'failed' | 'closed';
