import type { Resources } from '../shared/operation';
import { create } from './referral/create';
import { exists } from './referral/exists';

/** Everything that can be done with The Moving Portal. */
export const resources: Resources = {
	referral: { name: 'Referral', operations: { exists, create }, default: 'create' },
};
