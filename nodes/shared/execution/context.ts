import type { IDataObject, ILoadOptionsFunctions, IPollFunctions, IWebhookFunctions } from 'n8n-workflow';

import { WithheldWrite } from './checkOnly';
import { announcesMore } from './lists';
import { MAX_CONCURRENCY, retryOptionsOf } from './nodeProperties';
import {
	BASE_URL_MUST,
	isBaseUrl,
	RateLimiter,
	Session,
	type RetryOptions,
	Transport,
	type N8nContext,
} from '../http';
import { ErrorFactory, isRead } from '../errors';
import { isRecord, member } from '../guards';
import type {
	ApiResponse,
	Environment,
	OperationContext,
	Partner,
	ReceivedFile,
	RequestSpec,
} from '../operation';
import { KeyedMutex } from './concurrency';
import { waitingTools } from './waiting';

/** What all requests of one run share. A run is an execution of the node, a poll, a webhook call or a dropdown search. */
export interface RunContext {
	n8n: N8nContext;
	partner: Partner;
	session: Session;
	transport: Transport;
	mutex: KeyedMutex;
	memoized: Map<string, Promise<unknown>>;
	/** The partner's base URL, without a trailing slash. */
	baseUrl: string;
	/** Which of the partner's systems it is; undefined for a partner that has only one. */
	environment?: Environment;
	/** See `OperationContext.allItemValues`. */
	allItemValues(): Promise<Array<Record<string, unknown> | undefined>>;
	/** Aborted when the user cancels, or when the time of a poll is up. */
	signal?: AbortSignal;
}

/**
 * Starts a run: reads the credential, once, and sets up its session and transport.
 *
 * @param concurrency the most requests at once
 * @throws NodeOperationError when the base URL in the credential is invalid
 */
export async function openRun(
	n8n: N8nContext,
	partner: Partner,
	concurrency = MAX_CONCURRENCY,
	signal?: AbortSignal,
): Promise<RunContext> {
	const session = new Session(partner, await n8n.getCredentials<IDataObject>(partner.credential));
	const baseUrl = partner.baseUrl(session.credentials);
	if (!isBaseUrl(baseUrl)) {
		const errors = new ErrorFactory(n8n.getNode(), partner, () => session.secrets());
		throw errors.operation(
			`Base URL in the ${partner.name} credential ${BASE_URL_MUST}`,
			`Nothing was sent to ${partner.name}.`,
		);
	}
	return {
		n8n,
		partner,
		session,
		transport: new Transport(n8n, partner, session, new RateLimiter(concurrency, signal), signal),
		mutex: new KeyedMutex(),
		memoized: new Map(),
		baseUrl,
		environment: partner.environment?.(session.credentials),
		allItemValues: async () => [],
		signal,
	};
}

/**
 * The context for dropdowns, polls and webhooks: that of an operation, without an item.
 *
 * @param limits.deadline milliseconds since 1970 by which every request has to end
 * @param limits.signal aborts what is still under way
 * @throws NodeOperationError when the base URL in the credential is invalid
 */
export async function createContextWithoutItem(
	n8n: ILoadOptionsFunctions | IPollFunctions | IWebhookFunctions,
	partner: Partner,
	{ deadline = Infinity, signal }: { deadline?: number; signal?: AbortSignal } = {},
): Promise<OperationContext> {
	const run = await openRun(n8n, partner, MAX_CONCURRENCY, signal);
	const errors = new ErrorFactory(n8n.getNode(), partner, () => run.session.secrets());
	const defaults = retryOptionsOf({ retries: 1 });
	return createContext(run, errors, {
		...defaults,
		deadline,
		// A getter, because it is read at each attempt: never more than the time that is left.
		get timeout() {
			return Math.max(1, Math.min(defaults.timeout, deadline - Date.now()));
		},
	});
}

/** Shows a hint beside the output, where there is an output. */
export function showHint(n8n: N8nContext, message: string | undefined): void {
	if (message && 'addExecutionHints' in n8n) n8n.addExecutionHints({ message, location: 'outputPane' });
}

/**
 * The context of the operation for one item.
 *
 * @param withholdsWrites true: a write is not sent, and throws `WithheldWrite` in its place
 */
export function createContext(
	{ n8n, partner, session, transport, mutex, memoized, baseUrl, allItemValues, signal }: RunContext,
	errors: ErrorFactory,
	retryOptions: RetryOptions,
	withholdsWrites = false,
): OperationContext {
	const send = async (request: RequestSpec) => {
		if (withholdsWrites && !isRead(request)) throw new WithheldWrite();
		const response = await transport.send(request, retryOptions, errors);
		errors.succeeded(request);
		return response;
	};
	const unexpectedResponse = (request: RequestSpec, { status, body }: ApiResponse, expected: string) => {
		// Incomplete JSON is a text, too. It begins with a quotation mark or a bracket, and is not quoted.
		const hasErrorInfo = isRecord(body) || (typeof body === 'string' && /^\w/.test(body));
		const info = hasErrorInfo ? partner.readError(errors.redactDeep(body)) : {};
		return errors.unreadable(
			request,
			status,
			body === '' ? 'nothing' : `something else than ${expected}`,
			info,
		);
	};
	return {
		send,
		async object<T extends object>(request: RequestSpec) {
			const response = await send(request);
			if (!isRecord(response.body)) throw unexpectedResponse(request, response, 'an object');
			return response.body as T;
		},
		async list<T extends object>(request: RequestSpec, wrapperKeys: readonly string[] = []) {
			const response = await send(request);
			const wrapper = isRecord(response.body) ? response.body : {};
			const wrapped = wrapperKeys.map((key) => member(wrapper, key));
			const entries = [response.body, ...wrapped].find(Array.isArray);
			// Some servers send an empty list as 204 "no content", or as null.
			if (!entries && (response.status === 204 || wrapped.includes(null))) return [];
			if (!entries) throw unexpectedResponse(request, response, 'a list');
			// The lists read here are documented without pages. A part must not pass for the whole list.
			if (announcesMore(wrapper, entries.length))
				throw unexpectedResponse(
					request,
					response,
					`the whole list: it says that there is more than the ${entries.length} it gave`,
				);
			return entries as T[];
		},
		file: async (request) => (await send({ ...request, isFile: true })).body as ReceivedFile | undefined,
		unexpectedResponse,
		apiError: (request, info, response) => errors.answered(request, response.status, info),
		operationError: (message, advice) => errors.operation(message, advice),
		allItemValues: allItemValues as OperationContext['allItemValues'],
		credentialSetting: (name) => String(session.credentials[name] ?? '').trim(),
		partnerTime: () => transport.partnerTime ?? Date.now(),
		addHint: (message) => showHint(n8n, message),
		async memoize<T>(name: string, work: () => Promise<T>) {
			const pending = memoized.get(name);
			if (pending)
				return (await pending.catch((failure: unknown) => Promise.reject(errors.forThisItem(failure)))) as T;
			const promise = work();
			memoized.set(name, promise);
			// A failure is forgotten, so that the next item tries again.
			promise.catch(() => memoized.delete(name));
			return await promise;
		},
		runExclusive: async (name, work) => await mutex.runExclusive(name, work),
		...waitingTools(n8n, errors, baseUrl, signal),
	};
}
