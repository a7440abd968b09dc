import type { Resource } from '../../shared/operation';
import { getAll } from './getAll';

export const lead: Resource = { name: 'Lead', operations: { getAll }, default: 'getAll' };
