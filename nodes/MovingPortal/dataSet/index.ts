import type { Resource } from '../../shared/operation';
import { get } from './get';

/** The Moving Portal's sets of codes. */
export const dataSet: Resource = { name: 'Data Set', operations: { get }, default: 'get' };
