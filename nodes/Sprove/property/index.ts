import type { Resource } from '../../shared/operation';
import { create } from './create';
import { remove } from './delete';
import { get } from './get';
import { getAll } from './getAll';
import { update } from './update';

export const property: Resource = {
	name: 'Property',
	operations: { create, delete: remove, get, getAll, update },
	default: 'getAll',
};
