import type { Resources } from '../shared/operation';
import { account } from './account';
import { referral } from './referral';

/** Everything that can be done with The Moving Portal. */
export const resources: Resources = { account, referral };
