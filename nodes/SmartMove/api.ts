import type { components } from '../../openapi/types/smartmove';
import { baseUrlOf, environmentOf } from '../shared/http';
import type { ApiErrorInfo, Partner, RequestSpec } from '../shared/operation';
import { readCommonError, errorLines } from '../shared/errors';
import { hosts } from './hosts';
import { isRecord } from '../shared/guards';

/** Reads ASP.NET's error body: `Message`, and the fields in `ModelState` (contract §9 no. 21). */
function readError(body: unknown): ApiErrorInfo {
	const info = readCommonError(body);
	return { ...info, details: info.details ?? errorLines(isRecord(body) ? body.ModelState : undefined) };
}

/** RentPrep SmartMove, US tenant screening. The key is static. Every request is a POST, reads included (contract §3). */
export const smartMove: Partner = {
	name: 'SmartMove',
	credential: 'smartMoveApi',
	secrets: ['apiKey', 'postbackPassword'],
	baseUrl: baseUrlOf(hosts),
	environment: environmentOf(hosts),
	readError,
	advice: {
		400: 'Check the values of this item. An application is only found under the customer reference it was ordered with.',
		401: 'Check the API key and the environment in the credential.',
	},
};

/** An application as `application/details` returns it (contract §3.3). */
export type Application = components['schemas']['ApplicationDetails'];

/** An application as the list returns it (contract §3.4). */
export type ListedApplication = components['schemas']['ApplicationSummary'];

/** A POST that changes something. It is not retried when it may have arrived. */
export function write(path: string, body: RequestSpec['body']): RequestSpec {
	return { method: 'POST', path: `/api/smartmove/${path}`, body };
}

/** A POST that only reads, and is retried like a GET (contract §9 no. 23). */
export function read(path: string, body: RequestSpec['body']): RequestSpec {
	return { ...write(path, body), safeToRepeat: true };
}
