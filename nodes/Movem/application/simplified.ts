import type { IDataObject } from 'n8n-workflow';

import type { Stage } from '../../shared/stage';
import type { Application } from '../api';

/** Movem's statuses by stage (contract §5). COMPLETED says that the tenant has finished, not how it turned out. */
const STAGES: Readonly<Record<string, Stage>> = {
	REQUESTED: 'invited',
	IN_PROGRESS: 'inProgress',
	COMPLETED: 'inProgress',
	HOLD: 'actionNeeded',
	REVOKED: 'closed',
	EXPIRED: 'closed',
	ARCHIVED: 'closed',
};

/** One spelling for a status: Movem writes both `IN PROGRESS` and `IN_PROGRESS` (contract §8 no. 5). */
export function normalStatus(status: unknown): string {
	const normalized = String(status)
		.trim()
		.toUpperCase()
		.replace(/[\s_-]+/g, '_');
	// The only one of two words.
	return normalized === 'INPROGRESS' ? 'IN_PROGRESS' : normalized;
}

/** An application without its invitation token and with its stage; the stage is null for a status unknown to us. */
export function simplified({ token: _secret, ...application }: Application): IDataObject {
	return { ...application, stage: STAGES[normalStatus(application.status)] ?? null };
}

/** What an operation returns for an application. */
export function output(application: Application, simplify: boolean): IDataObject {
	return simplify ? simplified(application) : { ...application };
}
