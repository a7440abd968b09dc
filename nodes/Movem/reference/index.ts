import type { Resource } from '../../shared/operation';
import { get } from './get';
import { getProgress } from './getProgress';
import { getReport } from './getReport';
import { getStatements } from './getStatements';

export const reference: Resource = {
	name: 'Reference',
	operations: { get, getProgress, getReport, getStatements },
	default: 'get',
};
