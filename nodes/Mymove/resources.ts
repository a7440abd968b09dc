import type { Resources } from '../shared/operation';
import { lead } from './lead';

/** Everything that can be done with MYMOVE: read its leads. */
export const resources: Resources = { lead };
