import type { Resources } from '../shared/operation';
import { getAll } from './lead/getAll';

/** Everything that can be done with MYMOVE: read its leads. */
export const resources: Resources = {
	lead: { name: 'Lead', operations: { getAll }, default: 'getAll' },
};
