import type { Contract } from './contract/contract';
import type { Operation } from './contract/document';
import type { Problem } from './contract/problems';
import type { ControlAction } from './control/controlAction';
import type { Panel } from './pages/panel';
import type { PersonPage } from './pages/personPage';
import type { Random } from './random';
import type { Clock } from './time/clock';

/** What the simulation gives to each partner. */
export interface PartnerContext {
	clock: Clock;
	random: Random;
	seed: number;
	/** Where the simulator answers, as `http://127.0.0.1:4010`, for links to the pages of the partner. */
	address(): string;
	/** Remembers a token that was given to a caller, for `control.issuedTokens()`. */
	recordToken(token: string): void;
}

/** A request to an operation of the contract. Its body is valid when a handler gets it. */
export interface ApiRequest {
	operation: Operation;
	path: string;
	params: Record<string, string>;
	query: Record<string, unknown>;
	headers: Record<string, string | string[] | undefined>;
	body: unknown;
}

/** A file that a partner sends. */
export interface PartnerFile {
	bytes: Buffer;
	/** Its Content-Type. */
	mimeType: string;
}

/** A partner's answer. `body` is sent as JSON. */
export interface ApiResponse {
	status: number;
	body?: unknown;
	/** Sent in place of `body`, for answers that are not JSON; may be empty. */
	text?: string;
	/** Sent in place of `body`. */
	file?: PartnerFile;
	headers?: Record<string, string>;
}

/** An error before the partner has put it into its own shape. */
export interface ApiError {
	status: number;
	message: string;
	problems?: Problem[];
	/** Path of the request, for partners that name it in their errors. */
	path?: string;
}

/** Thrown by a handler when a request breaks a rule of the contract that a schema cannot express. */
export class ContractError extends Error {
	constructor(readonly problems: Problem[]) {
		super(problems.map((problem) => problem.message).join('; '));
	}
}

/** One partner API. Each folder in `partners/` creates one. */
export interface Partner<Actions extends Record<string, ControlAction> = Record<string, ControlAction>> {
	/** First part of its paths: `movem` answers under `/movem`. Faults and the journal name it `provider`. */
	provider: string;
	title: string;
	contract: Contract;
	controlActions: Actions;
	/** By `operationId`. */
	handlers: Record<string, (request: ApiRequest) => ApiResponse>;
	/** The error for a caller without valid credentials. */
	authenticate(request: ApiRequest): ApiError | undefined;
	/** Puts an error into the partner's own shape. */
	errorResponse(error: ApiError): ApiResponse;
	/** Whether the partner accepts a request in spite of a problem with its contract. */
	tolerates?(problem: Problem, body: unknown): boolean;
	/** The documented answer for a path that no operation has. */
	unmatched?(method: string, path: string): ApiResponse | undefined;
	/** The request body for the journal, without what must not be stored. */
	redactBody?(bodyText: string): string;
	/** Further lines for the index page. */
	notes?: string[];
	/** What the page at `/` shows of it. */
	panel?(): Panel;
	/** The pages behind its links, to which people would be sent. */
	personPages?: PersonPage[];
	/** Stops everything that would still happen by itself. */
	close?(): void;
	/** The partner's data as JSON. */
	state(): Record<string, unknown>;
}
