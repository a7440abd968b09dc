import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import { isRecord } from '../guards';
import { parse } from '../json';
import { STREAM_OPTIONS, MAX_ERROR_BYTES, readResponse, textOf, type RawResponse } from './response';
import type { N8nContext } from './n8nContext';

/** What a credential throws where it finds no token in the response to its login. */
export const NO_TOKEN = 'the login was answered without a token';

/** A login with a response that refuses it or has no token. */
export class LoginResponseError extends Error {
	/** The status as text, as in n8n's errors; undefined for a 2xx response without a token. */
	readonly httpCode: string | undefined;

	constructor(readonly response: RawResponse) {
		super('The login was answered');
		this.httpCode = isSuccess(response) ? undefined : String(response.statusCode);
	}
}

/**
 * Bounds and records the login that n8n may send before a request. n8n calls the credential's `preAuthentication` with
 * the helpers of the object that its request helper is called on (n8n-core 1.122, 2.8 and 2.41), without a timeout or a
 * limit of length. The helpers of this class add both and keep the response.
 */
export class Login {
	/** n8n's helpers, with `httpRequest` replaced. */
	readonly helpers: N8nContext['helpers'];

	private response: RawResponse | undefined;

	/** @param signal ends the login as well as the request */
	constructor(
		private readonly n8n: N8nContext['helpers'],
		private readonly signal: AbortSignal,
	) {
		const httpRequest = async (options: IHttpRequestOptions) => await this.send(options);
		this.helpers = Object.create(n8n, { httpRequest: { value: httpRequest } }) as N8nContext['helpers'];
	}

	/**
	 * Why a request failed that had no token: the response to the login where that has refused it or has no token, else
	 * the failure itself. n8n 2.41 can fail after a good login, when it stores the token (`preAuthentication`).
	 */
	explain(failure: unknown): unknown {
		const { response } = this;
		const isAnswer = response && (!isSuccess(response) || says(failure, NO_TOKEN));
		return isAnswer ? new LoginResponseError(response) : failure;
	}

	/** Sends the credential's login request and returns what n8n's helper would return. */
	private async send(options: IHttpRequestOptions): Promise<unknown> {
		const streamed = { ...options, ...STREAM_OPTIONS, abortSignal: this.signal };
		const response = (await this.n8n.httpRequest(streamed)) as IN8nHttpFullResponse;
		this.response = await readResponse(response, options.url, MAX_ERROR_BYTES, this.signal);
		if (!isSuccess(this.response)) throw new LoginResponseError(this.response);
		const text = textOf(this.response) ?? '';
		const body = options.encoding === 'text' ? text : parse(text).value;
		return options.returnFullResponse ? { ...response, body } : body;
	}
}

/** Whether a failure or one of its causes has these words. */
function says(failure: unknown, words: string): boolean {
	for (let at = failure, depth = 0; isRecord(at) && depth < 5; at = at.cause, depth++)
		if (String(at.message).includes(words)) return true;
	return false;
}

function isSuccess({ statusCode: status }: RawResponse): boolean {
	return status >= 200 && status < 300;
}
