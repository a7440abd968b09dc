import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';

import { checkOnlyField, type Fields, type FieldPath, type Values } from './fields';

export { path } from './path';

/** What the body of a failed response says about the failure. Each member is absent where the body does not have it. */
export interface ApiErrorInfo {
	/** The partner's own sentence. */
	message?: string;
	/** The partner's own error code. */
	code?: string;
	/** One line for each field that the partner rejects. */
	details?: string[];
	/** The labels of those fields, where the partner's names for them can be told apart; never empty. */
	fields?: string[];
}

/** One of a partner's systems. */
export interface Environment {
	/** Its name in the credential. */
	name: string;
	/** True for one that is there to try things out. */
	isTest?: boolean;
}

/** One partner API: its credential, its base URL and its errors. The engine knows nothing else about a partner. */
export interface Partner {
	/** Name in the user's words, e.g. "Acme". */
	name: string;
	/** Type name of the credential. */
	credential: string;
	/** Credential properties whose values are redacted in every message, log and output. */
	secrets: readonly string[];
	/** The URL that every request's path is appended to, without a trailing slash. */
	baseUrl(credentials: IDataObject): string;
	/** Which of the partner's systems a credential is for. Absent where there is only one. */
	environment?(credentials: IDataObject): Environment;
	/** Reads the body of a failed response. The body may be anything; this never throws. */
	readError(body: unknown): ApiErrorInfo;
	/** What the user can do, by HTTP status. Other statuses get the engine's own advice (errors/advice.ts). */
	advice?: Readonly<Record<number, string>>;
	/**
	 * For a login whose token expires: the credential property that holds the token, and the statuses by which the
	 * partner rejects an expired one. Absent, or undefined, where requests carry a static key.
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
	/** True for a POST that only reads and may be retried like a GET. GET and HEAD are always retried. */
	safeToRepeat?: boolean;
	/** True where a successful response may be plain text instead of JSON. */
	allowText?: boolean;
	/** True where a successful response is a file: its body is a `ReceivedFile`. Set by `OperationContext.file`. */
	isFile?: boolean;
	/** Statuses besides 2xx that count as success, e.g. 404 where the question is whether something exists. */
	acceptedStatuses?: readonly number[];
}

/** A response with a 2xx status, or with one of the request's `acceptedStatuses`. `body` is parsed JSON, or a text. */
export interface ApiResponse {
	status: number;
	body: unknown;
}

/** A file as a partner sent it. */
export interface ReceivedFile {
	bytes: Uint8Array;
	/** Absent where the partner does not say; n8n then goes by the file name. */
	mimeType?: string;
}

/**
 * An output item with a file. Its JSON gets `fileName`, and `fileSize` in bytes. An AI agent gets only the JSON: n8n
 * passes no file on to it (n8n-core 1.123, 2.8 and 2.41, get-input-connection-data, mapResult).
 */
export class ItemWithFile {
	/** @param fieldName the binary field of the item that the file is put in */
	constructor(
		readonly json: IDataObject,
		readonly file: ReceivedFile & { fileName: string },
		readonly fieldName: string,
	) {}
}

/** What an operation works with. All its requests go through here. */
export interface OperationContext {
	/**
	 * Sends a request, with the credential, retries and rate limit of the run.
	 *
	 * @throws NodeApiError, already worded for the user, when the partner refuses or cannot be reached
	 */
	send(request: RequestSpec): Promise<ApiResponse>;
	/** Like `send`, and returns the body. @throws NodeApiError also when the body is no JSON object */
	object<T extends object = IDataObject>(request: RequestSpec): Promise<T>;
	/**
	 * Like `send`, and returns the list in the body. The entries are not checked (see `requireEach`).
	 *
	 * @param wrapperKeys keys of an object that may wrap the list; their case does not matter
	 * @throws NodeApiError also when the body has no list, or says that the list goes on elsewhere
	 */
	list<T extends object = IDataObject>(request: RequestSpec, wrapperKeys?: readonly string[]): Promise<T[]>;
	/**
	 * Like `send`, for a file. Its bytes are in no message and no log.
	 *
	 * @returns undefined where there is none: the partner answers 204, or with a status of `acceptedStatuses` besides 2xx
	 * @throws NodeApiError also for JSON, a web page or nothing in its place
	 */
	file(request: RequestSpec): Promise<ReceivedFile | undefined>;
	/** The error for a 2xx response whose body reports a failure. */
	apiError(request: RequestSpec, info: ApiErrorInfo, response: ApiResponse): Error;
	/**
	 * The error for a 2xx response with an unexpected body. It quotes the partner's message if the body has one, and
	 * says that a write may have been carried out.
	 *
	 * @param expected what the body should have been, e.g. "a list of leads"
	 */
	unexpectedResponse(request: RequestSpec, response: ApiResponse, expected: string): Error;
	/** An error with a message of our own. @param advice what the user can do about it */
	operationError(message: string, advice: string): Error;
	/**
	 * The field values of all items of the run, in order. An entry is undefined where the item's fields break a rule:
	 * that item fails before it sends anything. Empty in triggers and dropdowns, which have no items.
	 */
	allItemValues<V extends object>(): Promise<Array<V | undefined>>;
	/** A credential property as trimmed text, e.g. a client ID that belongs into the path; empty where it is not filled in. */
	credentialSetting(name: string): string;
	/** The `Date` header of the partner's last response, else the time of this machine. Milliseconds since 1970. */
	partnerTime(): number;
	/** Shows the user a hint beside the output, in the n8n editor. */
	addHint(message: string): void;
	/** Runs `work` once per run and returns the same result to all items. A failed run is forgotten and tried again. */
	memoize<T>(name: string, work: () => Promise<T>): Promise<T>;
	/**
	 * Calls `ask` with growing pauses until its result is final. A partner that cannot be reached in between is asked
	 * again. Ends at once when the user cancels.
	 *
	 * @param deadline milliseconds since 1970, after which the last result is returned with `timedOut`
	 * @throws what `ask` throws when the partner refuses, or its last failure when there never was a result
	 */
	pollUntil<T>(
		deadline: number,
		ask: () => Promise<T>,
		isFinal: (answer: T) => boolean,
	): Promise<{ answer: T; timedOut: boolean }>;
	/**
	 * The URL that resumes this execution while it sleeps. It carries a secret of ours, and n8n's own signature where
	 * this n8n signs its URLs.
	 *
	 * @param failsAtDeadline whether the node is to fail, and not to continue, at the deadline
	 * @throws NodeOperationError where this execution cannot sleep, cannot fail after it, or has no public URL
	 */
	resumeUrl(failsAtDeadline: boolean): string;
	/**
	 * Puts the execution to sleep until a call to its URL resumes it through the node's `webhook`, or until the deadline.
	 * At the deadline n8n does not run `execute` again, so what the node returns or throws then is fixed here.
	 *
	 * @param deadline milliseconds since 1970; n8n may notice it up to a minute late
	 * @param item what the node returns at the deadline
	 * @param failure what the node throws at the deadline instead
	 */
	waitUntil(deadline: number, item: IDataObject, failure?: Error): Promise<void>;
	/** Runs `work` while no other item of the run is at work under the same name. */
	runExclusive<T>(name: string, work: () => Promise<T>): Promise<T>;
}

/** What an operation returns for an item: the JSON of its output items, or one item with a file. */
export type OperationResult = IDataObject | IDataObject[] | ItemWithFile;

/** What a check says of an item, besides what the engine finds out by itself. */
export interface CheckOnly<V> {
	/** What the item is known by, such as the tenant's email. Never a secret. */
	shown(values: V): IDataObject;
	/** For an operation with a `cost`: how much of it the account has; undefined where the partner gives no number. */
	available?(context: OperationContext): Promise<number | undefined>;
}

/** One documented operation of a partner. It handles one item; the engine does loops, retries, pairing and paging. */
export interface Operation {
	/** Title in the dropdown, in n8n's words: Create, Get, Get Many, Update, Delete. */
	name: string;
	/** Sentence in the node list, e.g. "Create application": sentence case, no articles. */
	action: string;
	/** Sentence under the title. */
	description: string;
	/**
	 * What it costs and whom the partner then writes to, in sentences; for "Create or Update" also what an existing one is
	 * known by. Shown at the top of the panel, and told to a model that uses the node as a tool.
	 */
	notice?: string;
	/**
	 * The operationId in the partner's OpenAPI document that this operation fulfils. A list where it sends several
	 * requests, or one of several.
	 */
	contract: string | readonly string[];
	fields: Fields;
	/** What becomes of an item, such as "deleted": a run says of how many. Absent where nothing is changed. */
	changes?: string;
	/** What each of them costs one of, such as "credit". One that existed already costs none. */
	cost?: string;
	/** Present where the operation can be tried with "Check Only", which sends no write. */
	checkOnly?: CheckOnly<Record<string, unknown>>;
	/** Present where the operation takes only one item: a sentence that says what to do with several. */
	singleItemAdvice?: string;
	check?(values: Record<string, unknown>, panel: FieldPath): void;
	run(values: Record<string, unknown>, context: OperationContext): Promise<OperationResult>;
}

interface OperationDefinition<F extends Fields> extends Omit<
	Operation,
	'fields' | 'check' | 'run' | 'checkOnly'
> {
	fields: F;
	checkOnly?: CheckOnly<Values<F>>;
	/** Checks rules between fields. Also called when a field is invalid, so that all problems are reported at once. */
	check?(values: Partial<Values<F>>, panel: FieldPath): void;
	run(values: Values<F>, context: OperationContext): Promise<OperationResult>;
}

/** Gives `run` the types of the values from `fields`, and an operation that can be checked its field "Check Only". */
export function defineOperation<F extends Fields>(definition: OperationDefinition<F>): Operation {
	const { fields, checkOnly } = definition;
	return {
		...definition,
		...(checkOnly && { fields: { ...fields, checkOnly: checkOnlyField } }),
	} as unknown as Operation;
}

/** What operations act on. `operations` is keyed by the value that n8n stores: create, get, getAll … */
export interface Resource {
	/** Title in the dropdown, e.g. "Application". */
	name: string;
	operations: Record<string, Operation>;
	/** The operation chosen when the resource is. */
	default: string;
}

/** Resources by the value that n8n stores. */
export type Resources = Record<string, Resource>;
