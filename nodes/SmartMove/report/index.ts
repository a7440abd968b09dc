import type { Resource } from '../../shared/operation';
import { getStatus } from './getStatus';
import { getUrl } from './getUrl';

export const report: Resource = { name: 'Report', operations: { getStatus, getUrl }, default: 'getUrl' };
