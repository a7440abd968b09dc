import type { Resource } from '../../shared/operation';
import { cancel } from './cancel';
import { create } from './create';
import { createNative } from './createNative';
import { get } from './get';
import { getAll } from './getAll';

export const application: Resource = {
	name: 'Application',
	operations: { cancel, create, createNative, get, getAll },
	default: 'create',
};
