import type { Resource } from '../../shared/operation';
import { create } from './create';
import { exists } from './exists';

export const referral: Resource = { name: 'Referral', operations: { create, exists }, default: 'create' };
