import type { Resource } from '../../shared/operation';
import { get } from './get';
import { getAll } from './getAll';
import { markProcessed } from './markProcessed';

/** What has happened to instructions. The trigger reads and marks the same by itself. */
export const notification: Resource = {
	name: 'Notification',
	operations: { get, getAll, markProcessed },
	default: 'getAll',
};
