import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';

import type { Fields, FieldPath, Values } from './fields';

/** What a partner said with an answer that is not a success. */
export interface ApiErrorInfo {
	/** The partner's own sentence, if it sent one. */
	message?: string;
	/** Partner's own error code, if it has any. */
	code?: string;
	/** One line per field the partner found fault with, as the partner spells it. */
	details?: string[];
}

/**
 * A partner in one object: where its secrets are, where it lives, how it spells an error.
 * The engine knows nothing else about it.
 */
export interface Partner {
	/** Name in the user's words, e.g. "Movem". */
	name: string;
	/** Type name of the credential. */
	credential: string;
	/** Credential properties whose values may appear nowhere. */
	secrets: readonly string[];
	/** Root of every path, without a trailing slash. */
	baseUrl(credentials: IDataObject): string;
	/** Reads the partner's words out of an answer's body; the body may be anything. */
	readError(body: unknown): ApiErrorInfo;
	/** What the user can do, by HTTP status; the engine's own advice stands in for the rest. */
	advice?: Readonly<Record<number, string>>;
	/**
	 * A login that expires: the expirable credential property that holds the token, and the statuses by
	 * which the partner says that it is over. Absent where a static key is sent.
	 */
	session?(credentials: IDataObject): { token: string; expiredOn: readonly number[] } | undefined;
}

/** One HTTP request of an operation. */
export interface RequestSpec {
	method: IHttpRequestMethods;
	/** Path under the base URL, built with `path` so that values are encoded. */
	path: string;
	query?: IDataObject;
	body?: IDataObject;
	headers?: Record<string, string>;
	/** True for a POST that only reads, so that it may be sent again. GET and HEAD always may. */
	safeToRepeat?: boolean;
	/** True where a success may come as plain text instead of JSON. */
	allowText?: boolean;
	/** Statuses beside 2xx that are an answer and not a failure, e.g. 404 to "does it exist?". */
	acceptedStatuses?: readonly number[];
}

/** What came back, whatever its status was among the accepted ones. */
export interface ApiResponse {
	status: number;
	body: unknown;
}

/** What an operation may use. Everything it sends goes through here. */
export interface OperationContext {
	/** Sends a request and returns the answer. Throws an error that the engine can show to the user. */
	send(request: RequestSpec): Promise<ApiResponse>;
	/** The same where the answer has to be a JSON object. */
	object<T extends object = IDataObject>(request: RequestSpec): Promise<T>;
	/**
	 * The same where the answer has to be a JSON list, and the whole of it; `within` names keys that may wrap it, in any
	 * case of letters. What its entries are is for the caller to judge (see `requireEach`).
	 */
	list<T extends object = IDataObject>(request: RequestSpec, within?: readonly string[]): Promise<T[]>;
	/** Refuses an answer that is no success to the eye of who reads it, whatever its status says. */
	apiError(request: RequestSpec, words: ApiErrorInfo, answer: ApiResponse): Error;
	/**
	 * Refuses an answer that is not what was asked for, with the partner's words if it has any; what was asked for may
	 * have been done all the same.
	 */
	unexpectedResponse(request: RequestSpec, answer: ApiResponse, what: string): Error;
	/** Stops this item with a sentence of our own and what to do about it. */
	operationError(message: string, whatToDo: string): Error;
	/**
	 * The fields of every item of the run, this one included, as each item's own turn reads them. Undefined for one
	 * that breaks a rule, because it fails before it sends anything. Empty where there are no items.
	 */
	everyItem<V extends object>(): Promise<Array<V | undefined>>;
	/** A property of the credential that is no secret, e.g. the client ID that MYMOVE wants in its path. */
	credentialSetting(name: string): string;
	/** The partner's clock at its last answer, ours where it does not say; milliseconds since 1970. */
	partnerTime(): number;
	/** Says something to the user in the editor, beside the output. */
	addHint(message: string): void;
	/** Does something once per run and remembers the outcome under a name. */
	memoize<T>(name: string, work: () => Promise<T>): Promise<T>;
	/**
	 * Asks until the answer is final, with growing pauses; ends at once when the user cancels. A partner that cannot
	 * be reached in between is asked again.
	 *
	 * @param deadline milliseconds since 1970 after which the last answer is returned as it is
	 * @throws what the partner refuses, or its last failure when there was no answer at all
	 */
	pollUntil<T>(
		deadline: number,
		ask: () => Promise<T>,
		isFinal: (answer: T) => boolean,
	): Promise<{ answer: T; timedOut: boolean }>;
	/**
	 * The address at which this execution can be woken while it sleeps, with a secret of ours in it and n8n's own where
	 * n8n has one.
	 *
	 * @param failsAtLast whether it is to fail at the deadline
	 * @throws NodeOperationError where this execution cannot sleep, cannot fail then, or nobody could reach it
	 */
	resumeUrl(failsAtLast: boolean): string;
	/**
	 * Puts the execution to sleep until its address is called and the node's `webhook` wakes it, or until the deadline.
	 * n8n does not run the node again then: it passes on the item as it is left here, or fails with what is left here.
	 *
	 * @param deadline milliseconds since 1970; n8n looks for the first time within a minute
	 * @param item what the node returns at the deadline
	 * @param failure what it fails with at the deadline instead
	 */
	waitUntil(deadline: number, item: IDataObject, failure?: Error): Promise<void>;
	/** Lets only one item at a time do something under a name, e.g. create what another may be creating. */
	runExclusive<T>(name: string, work: () => Promise<T>): Promise<T>;
}

/** One documented operation of a partner. It handles one item; the engine does the rest. */
export interface Operation {
	/** Title in the dropdown, in n8n's words: Create, Get, Get Many, Update, Delete. */
	name: string;
	/** Sentence in the node list, e.g. "Create application": sentence case, no articles. */
	action: string;
	/** Sentence under the title. */
	description: string;
	/**
	 * The operationId it fulfils in the partner's OpenAPI document; several where it is made of what other operations
	 * fulfil one by one.
	 */
	contract: string | readonly string[];
	fields: Fields;
	/**
	 * What an item that came through has done, e.g. "applications deleted": a run that stops half-way says how many.
	 * Absent where nothing is changed.
	 */
	changes?: string;
	/** For an operation that takes one item only: what to do with more, as a sentence. */
	withMoreItems?: string;
	check?(values: Record<string, unknown>, panel: FieldPath): void;
	run(values: Record<string, unknown>, context: OperationContext): Promise<IDataObject | IDataObject[]>;
}

interface OperationDefinition<F extends Fields> extends Omit<Operation, 'fields' | 'check' | 'run'> {
	fields: F;
	/** Rules between fields. Called even when a field is broken, so that everything is said at once. */
	check?(values: Partial<Values<F>>, panel: FieldPath): void;
	run(values: Values<F>, context: OperationContext): Promise<IDataObject | IDataObject[]>;
}

/** Ties an operation's fields to the types of the values it receives. */
export function defineOperation<F extends Fields>(definition: OperationDefinition<F>): Operation {
	return definition as unknown as Operation;
}

/** A thing of the partner's that operations act on. Operations by n8n's value: create, get, getAll … */
export interface Resource {
	/** Title in the dropdown, e.g. "Application". */
	name: string;
	operations: Record<string, Operation>;
	/** The operation chosen when the resource is. */
	default: string;
}

/** Resources by n8n's value. */
export type Resources = Record<string, Resource>;

/**
 * Builds a request path: every value is encoded as one segment. Values that are typed are checked before (see `id`);
 * one that a partner has given may be anything.
 *
 * @throws RangeError for `.` and `..`, which a URL resolves away (WHATWG URL, "path state"), and for nothing at all
 * @example path`/application/${id}`
 */
export function path(literals: TemplateStringsArray, ...values: string[]): string {
	const odd = values.find((value) => /^\.{0,2}$/.test(value));
	if (odd !== undefined) throw new RangeError(`“${odd}” cannot be the ID of anything. Nothing was sent.`);
	return literals.reduce(
		(built, literal, i) => `${built}${encodeURIComponent(values[i - 1] ?? '')}${literal}`,
	);
}
