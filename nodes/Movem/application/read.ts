import { path, type Tools } from '../../shared/operation';
import { isApplication, type Application } from '../api';

/**
 * One application.
 *
 * @throws NodeApiError when Movem refuses or there is none
 */
export async function readApplication(
	id: string,
	{ send, refuse, unexpected }: Pick<Tools, 'send' | 'refuse' | 'unexpected'>,
): Promise<Application> {
	const request = { method: 'GET', path: path`/application/${id}` } as const;
	const answer = await send(request);
	// Movem may say "there is none" by an empty 204 (contract §8 no. 14).
	if (answer.body === '')
		throw refuse(request, { message: `There is no application ${id}` }, { ...answer, status: 404 });
	if (!isApplication(answer.body)) throw unexpected(request, answer, 'an application');
	return answer.body;
}
