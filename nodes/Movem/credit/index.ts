import type { Resource } from '../../shared/operation';
import { get } from './get';

export const credit: Resource = { name: 'Credit', operations: { get }, default: 'get' };
