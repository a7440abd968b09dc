import type { Resources } from '../shared/operation';
import { getAll } from './check/getAll';
import { property } from './property';

/** Everything that can be done with sprove. */
export const resources: Resources = {
	check: { name: 'Check', operations: { getAll }, default: 'getAll' },
	property,
};
