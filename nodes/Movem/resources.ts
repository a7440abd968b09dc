import type { Resources } from '../shared/operation';
import { application } from './application';
import { credit } from './credit';
import { reference } from './reference';

/** Everything that can be done with Movem. */
export const resources: Resources = { application, credit, reference };
