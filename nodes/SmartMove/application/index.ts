import type { Resource } from '../../shared/operation';
import { cancel } from './cancel';
import { create } from './create';
import { createAndWait } from './createAndWait';
import { createNative } from './createNative';
import { get } from './get';
import { getAll } from './getAll';

export const application: Resource = {
	name: 'Application',
	operations: { cancel, get, getAll, create, createNative, createAndWait },
	default: 'create',
};
