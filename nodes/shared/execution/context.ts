import type { IDataObject, ILoadOptionsFunctions, IPollFunctions, IWebhookFunctions } from 'n8n-workflow';

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
import { ErrorFactory } from '../errors';
import { member } from '../guards';
import type { ApiResponse, Partner, RequestSpec, OperationContext } from '../operation';
import { KeyedMutex } from './concurrency';
import { waitingTools } from './waiting';
import { isRecord } from '../guards';

/** What everything that one run sends to a partner has in common. */
export interface RunContext {
	n8n: N8nContext;
	partner: Partner;
	session: Session;
	transport: Transport;
	mutex: KeyedMutex;
	memoized: Map<string, Promise<unknown>>;
	/** Where the partner lives. */
	baseUrl: string;
	/** Reads the fields of every item of the run; none where there are no items. */
	allItemValues(): Promise<Array<Record<string, unknown> | undefined>>;
	/** Aborted when the user cancels. */
	signal?: AbortSignal;
}

/**
 * Reads the credential, once, and makes ready to send.
 *
 * @param concurrency most requests under way
 * @throws NodeOperationError when the credential leads nowhere
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
		allItemValues: async () => [],
		signal,
	};
}

/**
 * What filling a dropdown or a trigger may use: the same as an operation, without an item.
 *
 * @param time until when there is time, in milliseconds since 1970, and what breaks off whatever is still under way
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
		// Asked for at each attempt: never more than is left.
		get timeout() {
			return Math.max(1, Math.min(defaults.timeout, deadline - Date.now()));
		},
	});
}

/** What the operation of one item may use. */
export function createContext(
	{ n8n, partner, session, transport, mutex, memoized, baseUrl, allItemValues, signal }: RunContext,
	errors: ErrorFactory,
	retryOptions: RetryOptions,
): OperationContext {
	const send = async (request: RequestSpec) => {
		const response = await transport.send(request, retryOptions, errors);
		errors.succeeded(request);
		return response;
	};
	const unexpectedResponse = (request: RequestSpec, { status, body }: ApiResponse, expected: string) => {
		// Half of a JSON text is a text as well, but begins with a quotation mark or a bracket.
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
			// An empty list may come as "no content", or as null from a program that knows no empty lists.
			if (!entries && (response.status === 204 || wrapped.includes(null))) return [];
			if (!entries) throw unexpectedResponse(request, response, 'a list');
			// No list that is read by this has pages in its documents; a part must not pass for the whole.
			if (announcesMore(wrapper, entries.length))
				throw unexpectedResponse(
					request,
					response,
					`the whole list: it says that there is more than the ${entries.length} it gave`,
				);
			return entries as T[];
		},
		unexpectedResponse,
		apiError: (request, info, response) => errors.answered(request, response.status, info),
		operationError: (message, advice) => errors.operation(message, advice),
		allItemValues: allItemValues as OperationContext['allItemValues'],
		credentialSetting: (name) => String(session.credentials[name] ?? '').trim(),
		partnerTime: () => transport.partnerTime ?? Date.now(),
		addHint: (message) => {
			if ('addExecutionHints' in n8n) n8n.addExecutionHints({ message, location: 'outputPane' });
		},
		async memoize<T>(name: string, work: () => Promise<T>) {
			const pending = memoized.get(name);
			if (pending)
				return (await pending.catch((failure: unknown) => Promise.reject(errors.forThisItem(failure)))) as T;
			const promise = work();
			memoized.set(name, promise);
			// What failed is forgotten: the next item may ask again.
			promise.catch(() => memoized.delete(name));
			return await promise;
		},
		runExclusive: async (name, work) => await mutex.runExclusive(name, work),
		...waitingTools(n8n, errors, baseUrl, signal),
	};
}
