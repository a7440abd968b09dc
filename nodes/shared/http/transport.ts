import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import {
	STREAM_OPTIONS,
	MB,
	MAX_ERROR_BYTES,
	isRedirect,
	readResponse,
	redirectTarget,
	textOf,
	type RawResponse,
} from './response';
import type { N8nContext } from './n8nContext';
import { withTimeLimit } from './timeLimit';
import { type ErrorFactory, faultOf, isRead, kindOf, maySendAgain, type Fault } from '../errors';
import type { ApiResponse, ApiErrorInfo, Partner, RequestSpec } from '../operation';
import type { RateLimiter } from './rateLimiter';
import { LONGEST_WAIT, backOff, retryAfter, withAskedWait, type RetryOptions } from './retry';
import { LoginResponseError, Login } from './login';
import { LoginFailed, type Session } from './session';
import { sleep } from './sleep';
import { isRecord } from '../guards';
import { MAX_DEPTH, parse } from '../json';
import { parseInSteps, readBody } from './body';
import { readFile } from './file';

/** An attempt that failed, and the error to throw if it was the last. */
interface FailedAttempt {
	/** The request; marked as safe to repeat where only the login was sent. */
	request: RequestSpec;
	fault: Fault;
	/** The wait that Retry-After asks for, in milliseconds, cut to the longest that a run waits. */
	requestedWait: number | undefined;
	/** The same uncut, for a trigger, which polls again much later. */
	fullWait?: number;
	error(): Promise<Error>;
}

/** The status of a rate limit. */
const TOO_MANY_REQUESTS = 429;

/** The most redirects that are followed. Only those on the partner's own host are. */
const MAX_REDIRECTS = 5;

/** Sends the requests of one run through n8n's request helper, which adds the credential. */
export class Transport {
	/** The `Date` header of the last response, in milliseconds since 1970; undefined where it had none. */
	partnerTime: number | undefined;

	constructor(
		private readonly n8n: N8nContext,
		private readonly partner: Partner,
		private readonly session: Session,
		private readonly rateLimiter: RateLimiter,
		private readonly signal: AbortSignal | undefined,
	) {}

	/**
	 * Sends one request, with retries where they are safe. A retry after a 429 that the whole run caused together does not
	 * count against the request's own retries.
	 *
	 * @throws NodeApiError from `errors` for a refusal, a broken connection or an unreadable response
	 */
	async send(request: RequestSpec, retryOptions: RetryOptions, errors: ErrorFactory): Promise<ApiResponse> {
		let retriesLeft = retryOptions.retries;
		for (let isRepeated = false; ; isRepeated = true) {
			const permit = await this.rateLimiter.acquire(isRepeated);
			if (!permit) throw errors.answered(request, TOO_MANY_REQUESTS, {});
			const outcome = await this.attempt(request, retryOptions).then(
				(response) => ({ response }),
				(failure: unknown) => ({ failure }),
			);
			if ('response' in outcome && isAccepted(request, outcome.response)) {
				this.rateLimiter.onSuccess(permit);
				this.signal?.throwIfAborted();
				// RFC 9110 §6.6.1: whole seconds.
				this.partnerTime = Date.parse(String(outcome.response.headers.date)) || undefined;
				return {
					status: outcome.response.statusCode,
					body: await this.readBody(outcome.response, request, retryOptions, errors),
				};
			}
			const { fault, requestedWait, ...attempt } =
				'response' in outcome
					? this.rejectedAttempt(request, outcome.response, errors)
					: this.failedAttempt(request, outcome.failure, errors);
			const isRateLimited = kindOf(fault) === 'rateLimited';
			const isFree = isRateLimited && !permit.alone && retryOptions.retries > 0;
			const mayRepeat = isFree || (retriesLeft > 0 && maySendAgain(attempt.request, fault));
			const ownWait =
				mayRepeat && !isRateLimited ? backOff(retryOptions.retries - retriesLeft, Math.random()) : 0;
			const wait = Math.max(requestedWait ?? 0, ownWait);
			const isLast = !mayRepeat || Date.now() + wait >= (retryOptions.deadline ?? Infinity);
			if (isRateLimited) this.rateLimiter.onRateLimited(permit, requestedWait, isLast);
			else this.rateLimiter.onSuccess(permit);
			this.signal?.throwIfAborted();
			if (isLast) throw withAskedWait(await attempt.error(), attempt.fullWait);
			if (!isRateLimited) await sleep(wait, this.signal);
			if (!isFree) retriesLeft--;
		}
	}

	/** The failed attempt of a response that is not accepted. */
	private rejectedAttempt(request: RequestSpec, response: RawResponse, errors: ErrorFactory): FailedAttempt {
		const { statusCode: status, headers } = response;
		const error = async () =>
			isRedirect(response)
				? errors.redirected(request, status, response.url, redirectTarget(response))
				: errors.answered(request, status, await this.errorInfo(textOf(response), errors));
		const fullWait = retryAfter(headers['retry-after'], Date.now(), Infinity);
		const requestedWait = fullWait === undefined ? undefined : Math.min(fullWait, LONGEST_WAIT);
		return { request, fault: { status }, requestedWait, fullWait, error };
	}

	/** The failed attempt without a response. After a failed login the request was never sent and is safe to repeat. */
	private failedAttempt(sent: RequestSpec, failure: unknown, errors: ErrorFactory): FailedAttempt {
		const isLogin = failure instanceof LoginFailed;
		const request = isLogin ? { ...sent, safeToRepeat: true } : sent;
		const cause = isLogin ? failure.failure : failure;
		const fault = faultOf(cause);
		if (cause instanceof LoginResponseError) {
			const { response } = cause;
			if ('status' in fault) return this.rejectedAttempt(request, response, errors);
			const error = async () => {
				// Only a message in a JSON object is quoted: a plain text, or incomplete JSON, may be the token itself.
				const text = textOf(response);
				const isObject = isRecord(parse(text ?? '').value);
				const { message } = isObject ? await this.errorInfo(text, errors) : {};
				return errors.noToken(request, response.statusCode, message);
			};
			return { request, fault, requestedWait: undefined, error };
		}
		const code = 'code' in fault ? fault.code : '';
		const detail = isRecord(cause) ? String(cause.message) : '';
		const error = async () => errors.unreachable(request, code, detail);
		return { request, fault: { code }, requestedWait: undefined, error };
	}

	/** Reads an error body. Secrets are redacted first, so that none is cut in half and then missed. */
	private async errorInfo(body: string | undefined, errors: ErrorFactory): Promise<ApiErrorInfo> {
		if (body === undefined)
			return { details: [`What it says is longer than ${MAX_ERROR_BYTES / MB} MB and was not read`] };
		const { value, isTooDeep } = await parseInSteps(errors.received(body, 'words'), this.signal);
		if (isTooDeep)
			return { details: [`What it says is nested more than ${MAX_DEPTH} deep and was not read`] };
		return this.partner.readError(value);
	}

	/** Sends a request, and follows redirects on the partner's own host. */
	private async attempt(request: RequestSpec, retryOptions: RetryOptions): Promise<RawResponse> {
		let url = `${this.partner.baseUrl(this.session.credentials)}${request.path}`;
		let query = request.query;
		for (let hops = 0; ; hops++) {
			const sendOnce = async (signal: AbortSignal) =>
				await this.sendOnce(request, url, query, retryOptions, signal);
			const response = await this.session.with(
				async () => await withTimeLimit(retryOptions.timeout, this.signal, sendOnce),
			);
			const target = redirectTarget(response);
			const keepsMethod = isRead(request) || response.statusCode === 307 || response.statusCode === 308;
			if (!target || target.origin !== new URL(url).origin || !keepsMethod || hops === MAX_REDIRECTS)
				return response;
			url = target.href;
			query = undefined;
		}
	}

	private async sendOnce(
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
				Accept: request.isFile ? '*/*' : 'application/json',
				...(request.body && { 'Content-Type': 'application/json' }),
				...request.headers,
			},
			...(request.body && { body: request.body }),
			timeout,
			...STREAM_OPTIONS,
		};
		const { credential } = this.partner;
		const login = this.session.hasLogin ? new Login(this.n8n.helpers, signal) : undefined;
		// n8n overwrites `abortSignal` with the signal of the object that its helper is called on (n8n-core 2.41,
		// request-helpers/authentication). This object returns our signal, which has the deadline of the request.
		const caller = Object.create(this.n8n, {
			getExecutionCancelSignal: { value: () => signal },
			...(login && { helpers: { value: login.helpers } }),
		}) as N8nContext;
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
				Promise.reject(this.session.isLoggedIn || !login ? failure : login.explain(failure)),
			)) as IN8nHttpFullResponse;
		return await readResponse(response, url, isAccepted(request, response) ? largest : undefined, signal);
	}

	/** The body of an accepted response; see {@link readBody} and {@link readFile}. */
	private async readBody(
		response: RawResponse,
		request: RequestSpec,
		{ largest }: RetryOptions,
		errors: ErrorFactory,
	): Promise<unknown> {
		if (!response.pieces) throw errors.tooLong(request, response.statusCode, largest / MB);
		return request.isFile
			? await readFile(response, request, errors, async (text) => await this.errorInfo(text, errors))
			: await readBody(response, request, errors, this.signal);
	}
}

function isAccepted(
	{ acceptedStatuses }: RequestSpec,
	{ statusCode: status }: Pick<RawResponse, 'statusCode'>,
): boolean {
	return (status >= 200 && status < 300) || (acceptedStatuses?.includes(status) ?? false);
}
