import type { Resources } from '../shared/operation';
import { applicant } from './applicant';
import { application } from './application';
import { report } from './report';

/** Everything that can be done with SmartMove. */
export const resources: Resources = { application, applicant, report };
