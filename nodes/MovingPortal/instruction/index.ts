import type { Resource } from '../../shared/operation';
import { downloadFile } from './downloadFile';
import { get } from './get';

/** What a referral becomes once The Moving Portal has accepted it. */
export const instruction: Resource = {
	name: 'Instruction',
	operations: { downloadFile, get },
	default: 'get',
};
