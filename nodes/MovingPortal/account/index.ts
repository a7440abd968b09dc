import type { Resource } from '../../shared/operation';
import { get } from './get';

/** Who the web-service user of the credential is. */
export const account: Resource = { name: 'Account', operations: { get }, default: 'get' };
