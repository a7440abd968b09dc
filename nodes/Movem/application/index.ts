import type { Resource } from '../../shared/operation';
import { create } from './create';
import { remove } from './delete';
import { get } from './get';
import { getAll } from './getAll';
import { update } from './update';
import { upsert } from './upsert';
import { waitUntilCompleted } from './waitUntilCompleted';

export const application: Resource = {
	name: 'Application',
	operations: { create, upsert, delete: remove, get, getAll, update, waitUntilCompleted },
	default: 'create',
};
