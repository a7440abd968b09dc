import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import { STREAMED, MAX_ERROR_BYTES, parse, readResponse, type RawResponse } from './response';
import type { Caller } from './caller';

/** A login that was answered, with a "no" or without a token. */
export class AnsweredLogin extends Error {
	/** The status as n8n's errors have it; absent where it was a success but for the token. */
	readonly httpCode: string | undefined;

	constructor(readonly reply: RawResponse) {
		super('The login was answered');
		this.httpCode = isSuccess(reply) ? undefined : String(reply.statusCode);
	}
}

/**
 * The login that n8n may put before a request. n8n calls the credential's `preAuthentication` with the helpers of the
 * object its own helper is called on (n8n-core 1.122, 2.8 and 2.41), and gives it neither a time nor an end of what it
 * may read; with these helpers it has both, and it is known afterwards what was answered.
 */
export class Login {
	/** n8n's helpers, but for the one that logs in. */
	readonly helpers: Caller['helpers'];

	private reply: RawResponse | undefined;

	/** @param signal ends the login as well as the request */
	constructor(
		private readonly n8n: Caller['helpers'],
		private readonly signal: AbortSignal,
	) {
		const httpRequest = async (options: IHttpRequestOptions) => await this.send(options);
		this.helpers = Object.create(n8n, { httpRequest: { value: httpRequest } }) as Caller['helpers'];
	}

	/** What a request failed with that has no token: the answer to its login, if there was one. */
	blamed(failure: unknown): unknown {
		return this.reply ? new AnsweredLogin(this.reply) : failure;
	}

	/** Sends what the credential logs in with, and gives back what n8n's helper would. */
	private async send(options: IHttpRequestOptions): Promise<unknown> {
		const asked = { ...options, ...STREAMED, abortSignal: this.signal };
		const response = (await this.n8n.httpRequest(asked)) as IN8nHttpFullResponse;
		this.reply = await readResponse(response, options.url, MAX_ERROR_BYTES, this.signal);
		if (!isSuccess(this.reply)) throw new AnsweredLogin(this.reply);
		const { body: text = '' } = this.reply;
		const body = options.encoding === 'text' ? text : parse(text).value;
		return options.returnFullResponse ? { ...response, body } : body;
	}
}

function isSuccess({ statusCode: status }: RawResponse): boolean {
	return status >= 200 && status < 300;
}
