import type { OperationContext } from '../../shared/operation';
import { read, type Application } from '../api';
import { which, type Which } from '../fields';
import { readApplicationId } from './applicationId';
import { isRecord } from '../../shared/guards';

/**
 * One application with its applicants.
 *
 * @throws NodeApiError when SmartMove refuses, or answers with something that has no application ID
 */
export async function readApplication(
	one: Which,
	{ send, unexpectedResponse }: Pick<OperationContext, 'send' | 'unexpectedResponse'>,
): Promise<Application> {
	const request = read('application/details', which(one));
	const answer = await send(request);
	const { ApplicationId } = isRecord(answer.body) ? answer.body : {};
	if (readApplicationId(ApplicationId) === undefined)
		throw unexpectedResponse(request, answer, 'an application');
	return answer.body as Application;
}
