import type { Resources } from '../shared/operation';
import { referral } from './referral';

/** Everything that can be done with The Moving Portal. */
export const resources: Resources = { referral };
