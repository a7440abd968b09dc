import { sleep, type IExecuteFunctions, type IHttpRequestOptions, type ILoadOptionsFunctions } from 'n8n-workflow';

import type { ErrorMaker } from './errors';
import type { Answer, Provider, RequestSpec } from './operation';
import { backOff, isRead, maySendAgain, retryAfter, type Fault } from './retry';
import type { Session } from './session';
import { isRecord } from './words';

/** Where n8n lends us its request helper from. */
export type Caller = IExecuteFunctions | ILoadOptionsFunctions;

/** How often and how patiently; the user's Request Options. */
export interface Patience {
	/** Repetitions after the first attempt. */
	retries: number;
	/** Milliseconds without a sign of life before a request is given up. */
	timeout: number;
}

/** An answer with its headers, in lower case, as n8n's helper hands them over. */
interface Reply {
	statusCode: number;
	headers: Record<string, unknown>;
	body: unknown;
}

/** Most redirects that are followed within the partner's own host. */
const MOST_REDIRECTS = 5;

/** The code of a broken connection, wherever n8n and axios have put it. */
function codeOf(failure: unknown): string {
	for (let at = failure, depth = 0; isRecord(at) && depth < 5; at = at.cause, depth++) {
		if (typeof at.code === 'string') return at.code;
	}
	return '';
}

/** The partner's status where the failure is a login that was answered with one. */
function statusOf(failure: unknown): number | undefined {
	const code = isRecord(failure) ? Number(failure.httpCode) : NaN;
	return code >= 400 ? code : undefined;
}

/** Sends the requests of one run through n8n's own helper, which adds the credential. */
export class Transport {
	/** No request goes out before this moment: a partner that says "slow down" says it to the whole run. */
	private quietUntil = 0;

	constructor(
		private readonly n8n: Caller,
		private readonly provider: Provider,
		private readonly session: Session,
		private readonly signal: AbortSignal | undefined,
	) {}

	/**
	 * Sends one request, again where that is safe, and returns the answer.
	 *
	 * @throws what `errors` makes of a refusal, a broken connection or an unreadable answer
	 */
	async send(request: RequestSpec, patience: Patience, errors: ErrorMaker): Promise<Answer> {
		let renewed = false;
		for (let attempt = 0; ; attempt++) {
			await this.quiet();
			const token = this.session.token;
			const outcome = await this.attempt(request, patience).then(
				(reply) => ({ reply }),
				(failure: unknown) => ({ failure }),
			);
			this.signal?.throwIfAborted();

			if ('reply' in outcome) {
				const { statusCode: status, body } = outcome.reply;
				if ((status >= 200 && status < 300) || request.alsoFine?.includes(status)) return { status, body: this.read(outcome.reply, request, errors) };
				if (!renewed && this.session.isOver(status)) {
					renewed = true;
					this.session.discard(token);
					attempt--;
					continue;
				}
				if (status >= 300 && status < 400) throw errors.redirected(request, status, this.target(outcome.reply)?.host ?? 'another address');
				if (attempt < patience.retries && maySendAgain(request, { status })) {
					await this.pause(attempt, status === 429, outcome.reply.headers);
					continue;
				}
				throw errors.answered(request, status, this.provider.readError(parse(body).value));
			}

			// A login that failed means that the request itself was never sent.
			const sent = this.session.token !== '';
			const status = statusOf(outcome.failure);
			const fault: Fault = status === undefined ? { code: codeOf(outcome.failure) } : { status };
			const asked = sent ? request : { ...request, safeToRepeat: true };
			if (attempt < patience.retries && maySendAgain(asked, fault)) {
				await this.pause(attempt, false, {});
				continue;
			}
			if (status !== undefined) throw errors.answered(asked, status, this.provider.readError(loginAnswer(outcome.failure)));
			throw errors.unreachable(asked, codeOf(outcome.failure));
		}
	}

	/** One request and, within the partner's own host, the redirects it answers with. */
	private async attempt(request: RequestSpec, patience: Patience): Promise<Reply> {
		let url = `${this.provider.baseUrl(this.session.credentials)}${request.path}`;
		let query = request.query;
		for (let hops = 0; ; hops++) {
			const reply = await this.session.with(async () => await this.ask(request, url, query, patience.timeout));
			const target = this.target(reply, url);
			const keepsMethod = isRead(request) || reply.statusCode === 307 || reply.statusCode === 308;
			if (!target || target.origin !== new URL(url).origin || !keepsMethod || hops === MOST_REDIRECTS) return reply;
			url = target.href;
			query = undefined;
		}
	}

	private async ask(request: RequestSpec, url: string, query: RequestSpec['query'], timeout: number): Promise<Reply> {
		const options: IHttpRequestOptions = {
			method: request.method,
			url,
			qs: query,
			headers: { Accept: 'application/json', ...(request.body && { 'Content-Type': 'application/json' }), ...request.headers },
			...(request.body && { body: request.body }),
			timeout,
			// As text, so that an answer which is not JSON is noticed and not handed on as one.
			encoding: 'text',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			// n8n drops only the Authorization header on the way to another host, not a partner's own key header.
			disableFollowRedirect: true,
			sendCredentialsOnCrossOriginRedirect: false,
		};
		const { credential } = this.provider;
		return (await this.n8n.helpers.httpRequestWithAuthentication.call(this.n8n, credential, options, {
			credentialsDecrypted: { id: '', name: credential, type: credential, data: this.session.credentials as never },
			preAuthenticationRetryStatusCode: [],
		})) as Reply;
	}

	/** Where a redirect leads; undefined for any other answer. */
	private target(reply: Reply, from?: string): URL | undefined {
		const { location } = reply.headers;
		if (reply.statusCode < 300 || reply.statusCode >= 400 || typeof location !== 'string') return undefined;
		return URL.canParse(location, from) ? new URL(location, from) : undefined;
	}

	/** The body of a success: JSON where there is any, text of another kind only where the operation allows it. */
	private read({ statusCode, body }: Reply, request: RequestSpec, errors: ErrorMaker): unknown {
		const { value, isJson } = parse(body);
		// A page is never an answer, not even where none is needed: whoever sent it has not done what was asked.
		const isPage = /^\s*</.test(String(value));
		if (!isJson && value !== '' && (isPage || !request.textIsFine)) {
			throw errors.unreadable(request, statusCode, isPage ? 'a web page instead of data' : 'something that is not complete JSON');
		}
		return value;
	}

	private async pause(attempt: number, everyone: boolean, headers: Record<string, unknown>): Promise<void> {
		const asked = retryAfter(headers['retry-after'], Date.now());
		const wait = Math.max(asked ?? 0, backOff(attempt, Math.random()));
		if (everyone) this.quietUntil = Math.max(this.quietUntil, Date.now() + wait);
		else await sleep(wait, this.signal);
	}

	private async quiet(): Promise<void> {
		for (let wait = this.quietUntil - Date.now(); wait > 0; wait = this.quietUntil - Date.now()) await sleep(wait, this.signal);
	}
}

/** The value of a JSON text; any other text as it is. An empty body is the empty text. */
function parse(body: unknown): { value: unknown; isJson: boolean } {
	if (typeof body !== 'string') return { value: body ?? '', isJson: false };
	try {
		return { value: JSON.parse(body), isJson: true };
	} catch {
		return { value: body, isJson: false };
	}
}

/** What the partner answered to a login that n8n sent for us. */
function loginAnswer(failure: unknown): unknown {
	const cause = isRecord(failure) ? failure.cause : undefined;
	const response = isRecord(cause) ? cause.response : undefined;
	return isRecord(response) ? response.data : undefined;
}
