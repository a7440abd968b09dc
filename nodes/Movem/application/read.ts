import { path, type OperationContext } from '../../shared/operation';
import { isApplication, type Application } from '../api';
import { readRecord } from '../read';

/**
 * Reads one application.
 *
 * @throws NodeApiError when Movem refuses, or has no such application
 */
export async function readApplication(
	id: string,
	context: Pick<OperationContext, 'send' | 'apiError' | 'unexpectedResponse'>,
): Promise<Application> {
	const kind = { name: `application ${id}`, expected: 'an application', isValid: isApplication };
	return await readRecord({ method: 'GET', path: path`/application/${id}` }, kind, context);
}
