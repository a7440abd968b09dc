import type { IDataObject, ILoadOptionsFunctions, IPollFunctions, IWebhookFunctions } from 'n8n-workflow';

import { MOST_AT_ONCE, patienceOf } from './description';
import { ErrorMaker } from './errors';
import type { Answer, Provider, RequestSpec, Tools } from './operation';
import { Pace } from './pace';
import { Turns } from './pool';
import { Session } from './session';
import { Transport, type Caller, type Patience } from './transport';
import { waitingTools } from './wait';
import { isRecord } from './words';

/** What everything that one run sends to a partner has in common. */
export interface Shared {
	n8n: Caller;
	session: Session;
	transport: Transport;
	turns: Turns;
	memory: Map<string, Promise<unknown>>;
	/** Where the partner lives. */
	baseUrl: string;
	/** How many items the run has. */
	inputCount: number;
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
	if (!/^https?:/i.test(baseUrl) || !URL.canParse(baseUrl)) {
		const errors = new ErrorMaker(n8n.getNode(), provider, () => session.secrets());
		throw errors.operation(
			`Base URL in the ${provider.name} credential must be a web address that starts with http:// or https://`,
			`Nothing was sent to ${provider.name}.`,
		);
	}
	return {
		n8n,
		session,
		transport: new Transport(n8n, provider, session, new Pace(atOnce, signal), signal),
		turns: new Turns(),
		memory: new Map(),
		baseUrl,
		inputCount: 'getInputData' in n8n ? n8n.getInputData().length : 1,
		signal,
	};
}

/** What filling a dropdown or a trigger may use: the same as an operation, without an item. */
export async function toolsWithoutItem(
	n8n: ILoadOptionsFunctions | IPollFunctions | IWebhookFunctions,
	provider: Provider,
): Promise<Tools> {
	const shared = await openPartner(n8n, provider);
	const errors = new ErrorMaker(n8n.getNode(), provider, () => shared.session.secrets());
	return toolsFor(shared, errors, patienceOf({ retries: 1 }));
}

/** What the operation of one item may use. */
export function toolsFor(
	{ n8n, session, transport, turns, memory, baseUrl, inputCount, signal }: Shared,
	errors: ErrorMaker,
	patience: Patience,
): Tools {
	const send = async (request: RequestSpec) => {
		const answer = await transport.send(request, patience, errors);
		errors.succeeded(request);
		return answer;
	};
	const unexpected = (request: RequestSpec, { status, body }: Answer, what: string) =>
		errors.unreadable(request, status, body === '' ? 'nothing' : `something else than ${what}`);
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
			// An empty list may come as "no content", or as null from a program that knows no empty lists.
			if (answer.status === 204 || within.some((key) => wrapper[key] === null)) return [];
			const found = [answer.body, ...within.map((key) => wrapper[key])].find(Array.isArray);
			if (!found) throw unexpected(request, answer, 'a list');
			return found as T[];
		},
		unexpected,
		refuse: (request, words, answer) => errors.answered(request, answer.status, words),
		stop: (message, whatToDo) => errors.operation(message, whatToDo),
		inputCount,
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
