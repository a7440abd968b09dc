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
	type Caller,
} from '../http';
import { ErrorFactory } from '../errors';
import { member } from '../guards';
import type { ApiResponse, Partner, RequestSpec, OperationContext } from '../operation';
import { KeyedMutex } from './concurrency';
import { waitingTools } from './waiting';
import { isRecord } from '../guards';

/** What everything that one run sends to a partner has in common. */
export interface RunContext {
	n8n: Caller;
	partner: Partner;
	session: Session;
	transport: Transport;
	turns: KeyedMutex;
	memory: Map<string, Promise<unknown>>;
	/** Where the partner lives. */
	baseUrl: string;
	/** Reads the fields of every item of the run; none where there are no items. */
	everyItem(): Promise<Array<Record<string, unknown> | undefined>>;
	/** Aborted when the user cancels. */
	signal?: AbortSignal;
}

/**
 * Reads the credential, once, and makes ready to send.
 *
 * @param atOnce most requests under way
 * @throws NodeOperationError when the credential leads nowhere
 */
export async function openRun(
	n8n: Caller,
	partner: Partner,
	atOnce = MAX_CONCURRENCY,
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
		transport: new Transport(n8n, partner, session, new RateLimiter(atOnce, signal), signal),
		turns: new KeyedMutex(),
		memory: new Map(),
		baseUrl,
		everyItem: async () => [],
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
	const shared = await openRun(n8n, partner, MAX_CONCURRENCY, signal);
	const errors = new ErrorFactory(n8n.getNode(), partner, () => shared.session.secrets());
	const usual = retryOptionsOf({ retries: 1 });
	return createContext(shared, errors, {
		...usual,
		deadline,
		// Asked for at each attempt: never more than is left.
		get timeout() {
			return Math.max(1, Math.min(usual.timeout, deadline - Date.now()));
		},
	});
}

/** What the operation of one item may use. */
export function createContext(
	{ n8n, partner, session, transport, turns, memory, baseUrl, everyItem, signal }: RunContext,
	errors: ErrorFactory,
	retryOptions: RetryOptions,
): OperationContext {
	const send = async (request: RequestSpec) => {
		const answer = await transport.send(request, retryOptions, errors);
		errors.succeeded(request);
		return answer;
	};
	const unexpectedResponse = (request: RequestSpec, { status, body }: ApiResponse, what: string) => {
		// Half of a JSON text is a text as well, but begins with a quotation mark or a bracket.
		const speaks = isRecord(body) || (typeof body === 'string' && /^\w/.test(body));
		const words = speaks ? partner.readError(errors.cleanWords(body)) : {};
		return errors.unreadable(request, status, body === '' ? 'nothing' : `something else than ${what}`, words);
	};
	return {
		send,
		async object<T extends object>(request: RequestSpec) {
			const answer = await send(request);
			if (!isRecord(answer.body)) throw unexpectedResponse(request, answer, 'an object');
			return answer.body as T;
		},
		async list<T extends object>(request: RequestSpec, within: readonly string[] = []) {
			const answer = await send(request);
			const wrapper = isRecord(answer.body) ? answer.body : {};
			const wrapped = within.map((key) => member(wrapper, key));
			const found = [answer.body, ...wrapped].find(Array.isArray);
			// An empty list may come as "no content", or as null from a program that knows no empty lists.
			if (!found && (answer.status === 204 || wrapped.includes(null))) return [];
			if (!found) throw unexpectedResponse(request, answer, 'a list');
			// No list that is read by this has pages in its documents; a part must not pass for the whole.
			if (announcesMore(wrapper, found.length))
				throw unexpectedResponse(
					request,
					answer,
					`the whole list: it says that there is more than the ${found.length} it gave`,
				);
			return found as T[];
		},
		unexpectedResponse,
		apiError: (request, words, answer) => errors.answered(request, answer.status, words),
		operationError: (message, whatToDo) => errors.operation(message, whatToDo),
		everyItem: everyItem as OperationContext['everyItem'],
		credentialSetting: (name) => String(session.credentials[name] ?? '').trim(),
		partnerTime: () => transport.partnerTime ?? Date.now(),
		addHint: (message) => {
			if ('addExecutionHints' in n8n) n8n.addExecutionHints({ message, location: 'outputPane' });
		},
		async memoize<T>(name: string, work: () => Promise<T>) {
			const known = memory.get(name);
			if (known)
				return (await known.catch((failure: unknown) => Promise.reject(errors.ofThisItem(failure)))) as T;
			const asked = work();
			memory.set(name, asked);
			// What failed is forgotten: the next item may ask again.
			asked.catch(() => memory.delete(name));
			return await asked;
		},
		runExclusive: async (name, work) => await turns.runExclusive(name, work),
		...waitingTools(n8n, errors, baseUrl, signal),
	};
}
