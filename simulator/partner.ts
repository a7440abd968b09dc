import type { z } from 'zod';
import type { Clock } from './time/clock';
import type { Contract } from './contract/contract';
import type { Operation } from './contract/document';
import type { Problem } from './contract/problems';
import type { Random } from './random';

/** What every partner lives in. */
export interface PartnerContext {
	clock: Clock;
	random: Random;
	seed: number;
	/** Writes down a token that a caller is given: see `issuedTokens` of the control panel. */
	issued(token: string): void;
}

/** A request that has been understood; `body` is valid by the time a handler sees it. */
export interface Call {
	operation: Operation;
	path: string;
	params: Record<string, string>;
	query: Record<string, unknown>;
	headers: Record<string, string | string[] | undefined>;
	body: unknown;
}

/** What goes back: `body` is sent as JSON, none when undefined. */
export interface Answer {
	status: number;
	body?: unknown;
	/** Sent as it is in place of `body`, for answers that are not JSON; may be empty. */
	text?: string;
	headers?: Record<string, string>;
}

/** A "no", before the partner has put it into its own error shape. */
export interface Refusal {
	status: number;
	message: string;
	problems?: Problem[];
	/** Path of the request, for partners that name it in their errors. */
	path?: string;
}

/** Thrown by a handler when a rule the schema cannot express makes the request off-contract. */
export class OffContract extends Error {
	constructor(readonly problems: Problem[]) {
		super(problems.map((problem) => problem.message).join('; '));
	}
}

/** A request of a person's browser, for what a partner's links lead to. */
export interface PageRequest {
	method: string;
	/** Below the partner's prefix, without the query. */
	path: string;
}

/** What a browser shows. */
export interface Page {
	status: number;
	html: string;
}

/** A lever of the control panel: takes one object, also over HTTP. */
export type ControlAction = (input: never) => unknown;

/** One partner API. Adding a partner is adding a folder that makes one of these. */
export interface Partner<Levers extends Record<string, ControlAction> = Record<string, ControlAction>> {
	/** Also the prefix of its paths: `movem` answers under `/movem`. */
	provider: string;
	title: string;
	contract: Contract;
	levers: Levers;
	handlers: Record<string, (call: Call) => Answer>;
	/** The refusal for a caller without valid credentials, undefined for a welcome one. */
	authenticate(call: Call): Refusal | undefined;
	/** Put a refusal into the partner's error shape. */
	refuse(refusal: Refusal): Answer;
	/** Whether the partner takes a request all the same, although its document has one thing in it otherwise. */
	overlooks?(problem: Problem, body: unknown): boolean;
	/** A documented answer for a path the contract has no operation for. */
	unmatched?(method: string, path: string): Answer | undefined;
	/** The page behind a link the partner has handed out; undefined when the path belongs to the API. */
	page?(request: PageRequest): Page | undefined;
	/** A request's body as it may be kept, for partners that are sent what nobody must keep. */
	keepable?(bodyText: string): string;
	/** Lines for the welcome page. */
	notes?: string[];
	/** Stop what is under way; nothing of this partner may happen afterwards. */
	close?(): void;
	/** Everything there is to know, as JSON. */
	state(): Record<string, unknown>;
}

/** The same for a partner whose levers are still of unknown names. */
export type AnyPartner = Partner;

type LeverInput<Schema extends z.ZodTypeAny> =
	undefined extends z.input<Schema> ? [input?: z.input<Schema>] : [input: z.input<Schema>];

/** Make a lever that checks its input, so that a slip over HTTP is answered in words. */
export function controlAction<Schema extends z.ZodTypeAny, Result>(
	schema: Schema,
	run: (input: z.output<Schema>) => Result,
): (...args: LeverInput<Schema>) => Result {
	return (...args) => run(schema.parse(args[0]) as z.output<Schema>);
}
