import type { IDataObject, ILoadOptionsFunctions, IPollFunctions, IWebhookFunctions } from 'n8n-workflow';

import { saysThereIsMore } from './judge';
import { MOST_AT_ONCE, patienceOf } from './description';
import { BASE_URL_MUST, isBaseUrl } from './environment';
import { ErrorMaker } from './errors';
import { member } from './member';
import type { Answer, Provider, RequestSpec, Tools } from './operation';
import { Pace } from './pace';
import { Turns } from './pool';
import { Session } from './session';
import type { Patience } from './retry';
import { Transport, type Caller } from './transport';
import { waitingTools } from './wait';
import { isRecord } from './words';

/** What everything that one run sends to a partner has in common. */
export interface Shared {
	n8n: Caller;
	provider: Provider;
	session: Session;
	transport: Transport;
	turns: Turns;
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
export async function openPartner(
	n8n: Caller,
	provider: Provider,
	atOnce = MOST_AT_ONCE,
	signal?: AbortSignal,
): Promise<Shared> {
	const session = new Session(provider, await n8n.getCredentials<IDataObject>(provider.credential));
	const baseUrl = provider.baseUrl(session.credentials);
	if (!isBaseUrl(baseUrl)) {
		const errors = new ErrorMaker(n8n.getNode(), provider, () => session.secrets());
		throw errors.operation(
			`Base URL in the ${provider.name} credential ${BASE_URL_MUST}`,
			`Nothing was sent to ${provider.name}.`,
		);
	}
	return {
		n8n,
		provider,
		session,
		transport: new Transport(n8n, provider, session, new Pace(atOnce, signal), signal),
		turns: new Turns(),
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
export async function toolsWithoutItem(
	n8n: ILoadOptionsFunctions | IPollFunctions | IWebhookFunctions,
	provider: Provider,
	{ deadline = Infinity, signal }: { deadline?: number; signal?: AbortSignal } = {},
): Promise<Tools> {
	const shared = await openPartner(n8n, provider, MOST_AT_ONCE, signal);
	const errors = new ErrorMaker(n8n.getNode(), provider, () => shared.session.secrets());
	const usual = patienceOf({ retries: 1 });
	return toolsFor(shared, errors, {
		...usual,
		deadline,
		// Asked for at each attempt: never more than is left.
		get timeout() {
			return Math.max(1, Math.min(usual.timeout, deadline - Date.now()));
		},
	});
}

/** What the operation of one item may use. */
export function toolsFor(
	{ n8n, provider, session, transport, turns, memory, baseUrl, everyItem, signal }: Shared,
	errors: ErrorMaker,
	patience: Patience,
): Tools {
	const send = async (request: RequestSpec) => {
		const answer = await transport.send(request, patience, errors);
		errors.succeeded(request);
		return answer;
	};
	const unexpected = (request: RequestSpec, { status, body }: Answer, what: string) => {
		// Half of a JSON text is a text as well, but begins with a quotation mark or a bracket.
		const speaks = isRecord(body) || (typeof body === 'string' && /^\w/.test(body));
		const words = speaks ? provider.readError(errors.cleanWords(body)) : {};
		return errors.unreadable(request, status, body === '' ? 'nothing' : `something else than ${what}`, words);
	};
	return {
		send,
		async object<T extends object>(request: RequestSpec) {
			const answer = await send(request);
			if (!isRecord(answer.body)) throw unexpected(request, answer, 'an object');
			return answer.body as T;
		},
		async list<T extends object>(request: RequestSpec, within: readonly string[] = []) {
			const answer = await send(request);
			const wrapper = isRecord(answer.body) ? answer.body : {};
			const wrapped = within.map((key) => member(wrapper, key));
			const found = [answer.body, ...wrapped].find(Array.isArray);
			// An empty list may come as "no content", or as null from a program that knows no empty lists.
			if (!found && (answer.status === 204 || wrapped.includes(null))) return [];
			if (!found) throw unexpected(request, answer, 'a list');
			// No list that is read by this has pages in its documents; a part must not pass for the whole.
			if (saysThereIsMore(wrapper, found.length))
				throw unexpected(
					request,
					answer,
					`the whole list: it says that there is more than the ${found.length} it gave`,
				);
			return found as T[];
		},
		unexpected,
		refuse: (request, words, answer) => errors.answered(request, answer.status, words),
		stop: (message, whatToDo) => errors.operation(message, whatToDo),
		everyItem: everyItem as Tools['everyItem'],
		setting: (name) => String(session.credentials[name] ?? '').trim(),
		partnerTime: () => transport.partnerTime ?? Date.now(),
		tell: (message) => {
			if ('addExecutionHints' in n8n) n8n.addExecutionHints({ message, location: 'outputPane' });
		},
		async once<T>(name: string, work: () => Promise<T>) {
			const known = memory.get(name);
			if (known)
				return (await known.catch((failure: unknown) => Promise.reject(errors.ofThisItem(failure)))) as T;
			const asked = work();
			memory.set(name, asked);
			// What failed is forgotten: the next item may ask again.
			asked.catch(() => memory.delete(name));
			return await asked;
		},
		oneAtATime: async (name, work) => await turns.take(name, work),
		...waitingTools(n8n, errors, baseUrl, signal),
	};
}
