import type { Resource } from '../../shared/operation';
import { getAll } from './getAll';

export const check: Resource = { name: 'Check', operations: { getAll }, default: 'getAll' };
