import type { Resource } from '../../shared/operation';
import { create } from './create';
import { markRead } from './markRead';

/** Notes of an instruction. */
export const note: Resource = { name: 'Note', operations: { create, markRead }, default: 'create' };
