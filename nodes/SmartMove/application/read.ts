import type { OperationContext } from '../../shared/operation';
import { read, type Application } from '../api';
import { keyInRequest, type ApplicationKey } from '../fields';
import { readApplicationId } from './applicationId';
import { isRecord } from '../../shared/guards';

/**
 * Reads one application with its applicants.
 *
 * @throws NodeApiError when SmartMove refuses, or the response has no application ID
 */
export async function readApplication(
	key: ApplicationKey,
	{ send, unexpectedResponse }: Pick<OperationContext, 'send' | 'unexpectedResponse'>,
): Promise<Application> {
	const request = read('application/details', keyInRequest(key));
	const response = await send(request);
	const { ApplicationId } = isRecord(response.body) ? response.body : {};
	if (readApplicationId(ApplicationId) === undefined)
		throw unexpectedResponse(request, response, 'an application');
	return response.body as Application;
}
