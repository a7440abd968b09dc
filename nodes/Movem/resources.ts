import type { Resources } from '../shared/operation';
import { application } from './application';
import { credit } from './credit';

/** Everything that can be done with Movem. */
export const resources: Resources = { application, credit };
