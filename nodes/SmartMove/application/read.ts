import { isRecord } from '../../shared/words';
import type { Tools } from '../../shared/operation';
import { read, type Application } from '../api';
import { which, type Which } from '../fields';
import { readApplicationId } from './applicationId';

/**
 * One application with its applicants.
 *
 * @throws NodeApiError when SmartMove refuses, or answers with something that has no application ID
 */
export async function readApplication(
	one: Which,
	{ send, unexpected }: Pick<Tools, 'send' | 'unexpected'>,
): Promise<Application> {
	const request = read('application/details', which(one));
	const answer = await send(request);
	const { ApplicationId } = isRecord(answer.body) ? answer.body : {};
	if (readApplicationId(ApplicationId) === undefined) throw unexpected(request, answer, 'an application');
	return answer.body as Application;
}
