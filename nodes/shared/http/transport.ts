import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import {
	MAX_DEPTH,
	STREAMED,
	MB,
	MAX_ERROR_BYTES,
	isRedirect,
	isTooDeep,
	parse,
	readResponse,
	targetOf,
	type RawResponse,
} from './response';
import type { Caller } from './caller';
import { withTimeLimit } from './timeLimit';
import { type ErrorFactory, faultOf, isRead, maySendAgain, type Fault } from '../errors';
import type { ApiResponse, ApiErrorInfo, Partner, RequestSpec } from '../operation';
import type { RateLimiter } from './rateLimiter';
import { LONGEST_WAIT, backOff, retryAfter, withAskedWait, type RetryOptions } from './retry';
import { AnsweredLogin, Login } from './login';
import { LoginFailed, type Session } from './session';
import { sleep } from './sleep';
import { isRecord } from '../guards';

/** An attempt that was no success: what it was, and the error to throw if it is the last. */
interface FailedAttempt {
	/** The request, as far as it can have had an effect. */
	request: RequestSpec;
	fault: Fault;
	/** Milliseconds that the partner asks to be left alone for. */
	asked: number | undefined;
	/** The same without a bound, for whoever asks again much later. */
	silence?: number;
	error(): Error;
}

/** The status by which a partner says that it is asked too much. */
const TOO_MANY = 429;

/** Most redirects that are followed within the partner's own host. */
const MOST_REDIRECTS = 5;

/** Sends the requests of one run through n8n's own helper, which adds the credential. */
export class Transport {
	/** The partner's clock at its last answer, in milliseconds since 1970; undefined where it does not say. */
	partnerTime: number | undefined;

	constructor(
		private readonly n8n: Caller,
		private readonly partner: Partner,
		private readonly session: Session,
		private readonly rateLimiter: RateLimiter,
		private readonly signal: AbortSignal | undefined,
	) {}

	/**
	 * Sends one request, again where that is safe, and returns the answer. A 429 that is due to the pace of the
	 * whole run is no repetition of this request.
	 *
	 * @throws what `errors` makes of a refusal, a broken connection or an unreadable answer
	 */
	async send(request: RequestSpec, retryOptions: RetryOptions, errors: ErrorFactory): Promise<ApiResponse> {
		let left = retryOptions.retries;
		for (let again = false; ; again = true) {
			const permit = await this.rateLimiter.acquire(again);
			if (!permit) throw errors.answered(request, TOO_MANY, {});
			const outcome = await this.attempt(request, retryOptions).then(
				(reply) => ({ reply }),
				(failure: unknown) => ({ failure }),
			);
			if ('reply' in outcome && isFine(request, outcome.reply)) {
				this.rateLimiter.onSuccess(permit);
				this.signal?.throwIfAborted();
				// RFC 9110 §6.6.1: the partner's clock, in whole seconds.
				this.partnerTime = Date.parse(String(outcome.reply.headers.date)) || undefined;
				return {
					status: outcome.reply.statusCode,
					body: this.read(outcome.reply, request, retryOptions, errors),
				};
			}
			const { fault, asked, ...attempt } =
				'reply' in outcome
					? this.refused(request, outcome.reply, errors)
					: this.broken(request, outcome.failure, errors);
			const tooFast = 'status' in fault && fault.status === TOO_MANY;
			const isFree = tooFast && !permit.alone && retryOptions.retries > 0;
			const mayRepeat = isFree || (left > 0 && maySendAgain(attempt.request, fault));
			const ownPause = mayRepeat && !tooFast ? backOff(retryOptions.retries - left, Math.random()) : 0;
			const wait = Math.max(asked ?? 0, ownPause);
			const last = !mayRepeat || Date.now() + wait >= (retryOptions.deadline ?? Infinity);
			if (tooFast) this.rateLimiter.onRateLimited(permit, asked, last);
			else this.rateLimiter.onSuccess(permit);
			this.signal?.throwIfAborted();
			if (last) throw withAskedWait(attempt.error(), attempt.silence);
			if (!tooFast) await sleep(wait, this.signal);
			if (!isFree) left--;
		}
	}

	/** An answer that is not a success. */
	private refused(request: RequestSpec, reply: RawResponse, errors: ErrorFactory): FailedAttempt {
		const { statusCode: status, headers, body } = reply;
		const error = () =>
			isRedirect(reply)
				? errors.redirected(request, status, reply.url, targetOf(reply))
				: errors.answered(request, status, this.words(body, errors));
		const silence = retryAfter(headers['retry-after'], Date.now(), Infinity);
		const asked = silence === undefined ? undefined : Math.min(silence, LONGEST_WAIT);
		return { request, fault: { status }, asked, silence, error };
	}

	/** No answer, or a login that failed: then the request was never sent, and is as safe to repeat as a read. */
	private broken(asked: RequestSpec, failure: unknown, errors: ErrorFactory): FailedAttempt {
		const isLogin = failure instanceof LoginFailed;
		const request = isLogin ? { ...asked, safeToRepeat: true } : asked;
		const cause = isLogin ? failure.failure : failure;
		const fault = faultOf(cause);
		if (cause instanceof AnsweredLogin) {
			const { reply } = cause;
			if ('status' in fault) return this.refused(request, reply, errors);
			// Only what is said as a member: a text, or JSON that broke off, may be the token itself, which nobody knows yet.
			const { message } = isRecord(parse(reply.body ?? '').value) ? this.words(reply.body, errors) : {};
			const error = () => errors.noToken(request, reply.statusCode, message);
			return { request, fault, asked: undefined, error };
		}
		const code = 'code' in fault ? fault.code : '';
		const error = () => errors.unreachable(request, code, isRecord(cause) ? String(cause.message) : '');
		return { request, fault: { code }, asked: undefined, error };
	}

	/** The partner's words; secrets go before anything else is done with them, so that none is cut in half and missed. */
	private words(body: RawResponse['body'], errors: ErrorFactory): ApiErrorInfo {
		if (body === undefined)
			return { details: [`What it says is longer than ${MAX_ERROR_BYTES / MB} MB and was not read`] };
		const { value } = parse(body);
		if (isTooDeep(value))
			return { details: [`What it says is nested more than ${MAX_DEPTH} deep and was not read`] };
		return this.partner.readError(errors.cleanWords(value));
	}

	/** One request and, within the partner's own host, the redirects it answers with. */
	private async attempt(request: RequestSpec, retryOptions: RetryOptions): Promise<RawResponse> {
		let url = `${this.partner.baseUrl(this.session.credentials)}${request.path}`;
		let query = request.query;
		for (let hops = 0; ; hops++) {
			const ask = async (signal: AbortSignal) => await this.ask(request, url, query, retryOptions, signal);
			const reply = await this.session.with(
				async () => await withTimeLimit(retryOptions.timeout, this.signal, ask),
			);
			const target = targetOf(reply);
			const keepsMethod = isRead(request) || reply.statusCode === 307 || reply.statusCode === 308;
			if (!target || target.origin !== new URL(url).origin || !keepsMethod || hops === MOST_REDIRECTS)
				return reply;
			url = target.href;
			query = undefined;
		}
	}

	private async ask(
		request: RequestSpec,
		url: string,
		query: RequestSpec['query'],
		{ timeout, largest }: RetryOptions,
		signal: AbortSignal,
	): Promise<RawResponse> {
		const options: IHttpRequestOptions = {
			method: request.method,
			url,
			qs: query,
			headers: {
				Accept: 'application/json',
				...(request.body && { 'Content-Type': 'application/json' }),
				...request.headers,
			},
			...(request.body && { body: request.body }),
			timeout,
			...STREAMED,
		};
		const { credential } = this.partner;
		const login = new Login(this.n8n.helpers, signal);
		// n8n overwrites `abortSignal` with the signal of the object the helper is called on (n8n-core 2.41,
		// request-helpers/authentication): called on the node itself, a request could not be given a deadline.
		const caller = Object.create(this.n8n, {
			getExecutionCancelSignal: { value: () => signal },
			helpers: { value: login.helpers },
		}) as Caller;
		const response = (await this.n8n.helpers.httpRequestWithAuthentication
			.call(caller, credential, options, {
				credentialsDecrypted: {
					id: '',
					name: credential,
					type: credential,
					data: this.session.credentials as never,
				},
				preAuthenticationRetryStatusCode: [],
			})
			.catch((failure: unknown) =>
				Promise.reject(this.session.isLoggedIn ? failure : login.blamed(failure)),
			)) as IN8nHttpFullResponse;
		return await readResponse(response, url, isFine(request, response) ? largest : undefined, signal);
	}

	/** The body of a success: JSON where there is any, text of another kind only where the operation allows it. */
	private read(
		reply: RawResponse,
		request: RequestSpec,
		{ largest }: RetryOptions,
		errors: ErrorFactory,
	): unknown {
		const { statusCode, body } = reply;
		if (body === undefined) throw errors.tooLong(request, statusCode, largest / MB);
		const { value, isJson } = parse(body);
		// A page is never an answer, not even where none is needed: whoever sent it has not done what was asked.
		const isPage = !isJson && (/^\s*</.test(body) || isPageUnseen(request, reply));
		if (isPage || (!isJson && value !== '' && !request.allowText)) {
			throw errors.unreadable(
				request,
				statusCode,
				isPage ? 'a web page instead of data' : 'something that is not complete JSON',
			);
		}
		if (isTooDeep(value))
			throw errors.unreadable(request, statusCode, `data that is nested more than ${MAX_DEPTH} deep`);
		return errors.cleanData(value, body);
	}
}

/** A yes to a HEAD that only a web page gives: it has no body to be known by. */
function isPageUnseen({ method }: RequestSpec, { statusCode: status, headers }: RawResponse): boolean {
	return method === 'HEAD' && status < 300 && /^text\/html/i.test(String(headers['content-type']));
}

function isFine(
	{ acceptedStatuses }: RequestSpec,
	{ statusCode: status }: Pick<RawResponse, 'statusCode'>,
): boolean {
	return (status >= 200 && status < 300) || (acceptedStatuses?.includes(status) ?? false);
}
