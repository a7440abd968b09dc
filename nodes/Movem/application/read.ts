import { path, type OperationContext } from '../../shared/operation';
import { isApplication, type Application } from '../api';

/**
 * One application.
 *
 * @throws NodeApiError when Movem refuses or there is none
 */
export async function readApplication(
	id: string,
	{ send, apiError, unexpectedResponse }: Pick<OperationContext, 'send' | 'apiError' | 'unexpectedResponse'>,
): Promise<Application> {
	const request = { method: 'GET', path: path`/application/${id}` } as const;
	const answer = await send(request);
	// Movem may say "there is none" by an empty 204 (contract §8 no. 14).
	if (answer.body === '')
		throw apiError(request, { message: `There is no application ${id}` }, { ...answer, status: 404 });
	if (!isApplication(answer.body)) throw unexpectedResponse(request, answer, 'an application');
	return answer.body;
}
