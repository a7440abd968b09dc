import type { IDataObject } from 'n8n-workflow';

import { startWith } from '../../shared/execution';
import type { Stage } from '../../shared/stage';
import type { Application } from '../api';
import { normalStatus } from './statuses';

/** The stage of each status (contract §5). COMPLETED means that the tenant has finished, not that they passed. */
const STAGES: Readonly<Record<string, Stage>> = {
	REQUESTED: 'invited',
	IN_PROGRESS: 'inProgress',
	COMPLETED: 'inProgress',
	HOLD: 'actionNeeded',
	REVOKED: 'closed',
	EXPIRED: 'closed',
	ARCHIVED: 'closed',
};

/** What a person looks for first in an application. */
export const FIRST = ['name', 'email', 'property', 'stage', 'link', 'alreadyExisted', 'updated'];

/** An application with its stage and without its invitation token. The stage of an unknown status is null. */
export function simplified(application: Application): IDataObject {
	const lean: IDataObject = { ...application, stage: STAGES[normalStatus(application.status)] ?? null };
	delete lean.token;
	return startWith(FIRST, lean);
}

/** An application as operations return it. */
export function output(application: Application, simplify: boolean): IDataObject {
	return simplify ? simplified(application) : { ...application };
}
