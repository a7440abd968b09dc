import type { Resources } from '../shared/operation';
import { check } from './check';
import { property } from './property';

/** Everything that can be done with sprove. */
export const resources: Resources = { check, property };
