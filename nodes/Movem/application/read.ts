import { path, type OperationContext } from '../../shared/operation';
import { isApplication, type Application } from '../api';

/**
 * Reads one application.
 *
 * @throws NodeApiError when Movem refuses, or has no such application
 */
export async function readApplication(
	id: string,
	{ send, apiError, unexpectedResponse }: Pick<OperationContext, 'send' | 'apiError' | 'unexpectedResponse'>,
): Promise<Application> {
	const request = { method: 'GET', path: path`/application/${id}` } as const;
	const response = await send(request);
	// Movem may answer with an empty 204 where there is none (contract §8 no. 14).
	if (response.body === '')
		throw apiError(request, { message: `There is no application ${id}` }, { ...response, status: 404 });
	if (!isApplication(response.body)) throw unexpectedResponse(request, response, 'an application');
	return response.body;
}
