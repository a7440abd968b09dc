import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import { ADVICE, CONNECTION_ERRORS, WRONG_HOST_ADVICE } from './advice';
import type { ApiErrorInfo, Partner, RequestSpec } from '../operation';
import { redact, redactDeep, redactResponse, type Secret } from './redact';
import { toPlainText } from './errorBody';
import { isRecord } from '../guards';
import { isRead, kindOf, nothingHappened, type Fault } from './faults';

/** What an item that could not be handled says beside its message; goes out under "Continue". */
export interface FaultDetails {
	/** Labels of the fields at fault, as the user reads them. */
	fields?: string[];
	httpCode?: number;
	partnerMessage?: string;
	partnerCode?: string;
	partnerDetails?: string[];
	/** True when a write may have reached the partner although no answer came back. */
	mayHaveHappened?: boolean;
	/** Of several things that the item named: what was done before it failed, and all that was not (see `mapSequentially`). */
	done?: string[];
	notDone?: string[];
}

/** Details by error; kept beside it because n8n's classes have no room for them. */
const details = new WeakMap<object, FaultDetails>();

/** What an error came of, by error; nothing for a sentence of our own. */
const faults = new WeakMap<object, Fault>();

/** Makes an error once more for another item, by error. */
const makers = new WeakMap<object, (errors: ErrorFactory) => Error>();

/** What is known of a failure beside its message. */
export function faultDetails(failure: unknown): FaultDetails {
	return (typeof failure === 'object' && failure !== null && details.get(failure)) || {};
}

/** What a failure came of; undefined for a sentence of our own, and for what no {@link ErrorFactory} has made. */
export function faultBehind(failure: unknown): Fault | undefined {
	return typeof failure === 'object' && failure !== null ? faults.get(failure) : undefined;
}

/** A node as an error keeps it, and n8n stores it: without what was typed into the panel, which may be a card. */
export function withoutPanel(node: INode): INode {
	const { resource, operation } = node.parameters;
	return { ...node, parameters: { resource, operation } };
}

/** Makes every error of a run: one place decides how they read, and none leaves with a secret in it. */
export class ErrorFactory {
	private readonly node: INode;

	/** A change that this item wanted has been made; what fails after it does not undo it. */
	private isDone = false;

	constructor(
		node: INode,
		private readonly partner: Partner,
		private readonly secrets: () => Iterable<Secret>,
		/** Index of the input item, from 0 as n8n counts; absent where there is none. */
		private readonly itemIndex?: number,
	) {
		this.node = withoutPanel(node);
	}

	/** Takes note that a request of this item was answered with a success. */
	succeeded(request: RequestSpec): void {
		if (!isRead(request)) this.isDone = true;
	}

	/** The partner's answer was not a success. */
	answered(request: RequestSpec, status: number, words: ApiErrorInfo): Error {
		const { name, advice } = this.partner;
		const said = words.message ? `: ${words.message}` : '';
		const kind = kindOf({ status });
		const message =
			status === 401
				? `${name} does not accept the credential${said}`
				: kind === 'rateLimited'
					? `${name} asks to slow down${said}`
					: kind === 'temporary'
						? `${name} cannot answer at the moment (HTTP ${status})${said}`
						: `${name} refuses the request${words.message ? said : ` (HTTP ${status})`}`;
		const whatToDo =
			advice?.[status] ??
			ADVICE[status] ??
			(kind === 'temporary' ? 'Try again later.' : 'Check the values of this item.');
		return this.api(message, [...(words.details ?? []), whatToDo], { status }, request, words);
	}

	/** There was no answer at all. */
	unreachable(request: RequestSpec, code: string, said: string): Error {
		// Without a code it is n8n that speaks, for instance of a host that the credential does not allow.
		const why =
			CONNECTION_ERRORS[code] ??
			(code === '' ? said || 'no reason was given' : `the connection broke (${code})`);
		return this.api(
			`${this.partner.name} cannot be reached: ${why}`,
			['Check the environment in the credential and that this n8n can reach it.'],
			{ code },
			request,
		);
	}

	/**
	 * The answer was a success that cannot be read.
	 *
	 * @param words what it says for itself, where it says anything
	 * @param whatToDo what the user can do where it says nothing
	 */
	unreadable(
		request: RequestSpec,
		status: number,
		what: string,
		words: ApiErrorInfo = {},
		whatToDo = WRONG_HOST_ADVICE,
	): Error {
		const { name } = this.partner;
		return this.api(
			`${name} answered with ${what}${words.message ? `: ${words.message}` : ''}`,
			words.message ? [...(words.details ?? []), `Do as ${name} says, or ask there.`] : [whatToDo],
			{ code: 'UNREADABLE' },
			request,
			words,
			status,
		);
	}

	/** The answer was longer than may be read, in MB. */
	tooLong(request: RequestSpec, status: number, most: number): Error {
		// Without an item there are no Request Options.
		const whatToDo =
			this.itemIndex === undefined
				? WRONG_HOST_ADVICE
				: 'Ask for less at a time, or raise "Largest Answer (MB)" under Request Options.';
		return this.unreadable(request, status, `more than ${most} MB`, {}, whatToDo);
	}

	/** The login was answered as if it had succeeded, and there is no token in the answer. */
	noToken(request: RequestSpec, status: number, said: string | undefined): Error {
		const message = `${this.partner.name} answered the login without a token${said ? `: ${said}` : ''}`;
		return this.api(message, [WRONG_HOST_ADVICE], { code: 'UNREADABLE' }, request, { message: said }, status);
	}

	/** The partner points to another address; without a target to one that cannot be read. */
	redirected(request: RequestSpec, status: number, asked: string, target: URL | undefined): Error {
		const { origin, host } = new URL(asked);
		const isHere = target?.origin === origin;
		const where = isHere
			? `${toPlainText(target.pathname)} on the same host`
			: target && (target.host === host ? target.origin : target.host);
		const message = `${this.partner.name} sends this request on to ${where ?? 'another address'}`;
		const whatToDo = isHere
			? 'It was not followed any further. Check the base URL in the credential, also what is behind its host.'
			: 'The credential was not sent there. If that is the right address, enter it as the base URL in the credential.';
		return this.api(message, [whatToDo], { status }, request);
	}

	/** Fields that break a rule; nothing was sent. */
	fields(broken: ReadonlyArray<{ label: string; problem: string }>): Error {
		const lines = broken.map(({ label, problem }) => `${label} ${problem}`);
		const labels = [...new Set(broken.map(({ label }) => label))];
		const message =
			lines.length === 1 ? (lines[0] ?? '') : `${lines.length} values need correcting: ${labels.join(', ')}`;
		const description = `${lines.length === 1 ? '' : `${lines.join('. ')}. `}Nothing was sent to ${this.partner.name}.`;
		return this.operation(message, description, { fields: labels });
	}

	/** A sentence of our own. */
	operation(message: string, description: string, known: FaultDetails = {}): Error {
		const text = this.clean(message) + this.item();
		const error = new NodeOperationError(this.node, text, {
			itemIndex: this.itemIndex,
			description: this.clean(description),
		});
		error.message = text;
		details.set(error, this.isDone ? { ...known, mayHaveHappened: true } : known);
		makers.set(error, (other) => other.operation(this.clean(message), this.clean(description), known));
		return error;
	}

	private api(
		message: string,
		whatToDo: string[],
		fault: Fault,
		request: RequestSpec,
		words: ApiErrorInfo = {},
		status = 'status' in fault ? fault.status : undefined,
	): Error {
		const isAfterwards = this.isDone && isRead(request);
		const mayHaveHappened = isAfterwards || (!isRead(request) && !nothingHappened(fault));
		const unsure = isAfterwards
			? 'What was to be changed has been changed; only reading it afterwards failed.'
			: 'It may have been carried out all the same: look there before you run this item again.';
		const text = this.clean(message) + this.item();
		const error = new NodeApiError(
			this.node,
			{ message: text },
			{
				description: this.clean([...whatToDo, ...(mayHaveHappened ? [unsure] : [])].join('\n')),
				itemIndex: this.itemIndex,
				...(status !== undefined && { httpCode: String(status) }),
			},
		);
		// n8n has put its own words in place of ours, by the status or by a system code that the message happens
		// to contain, such as EPERM in "SUPERPERMIT".
		error.message = text;
		const cleanWords: ApiErrorInfo = {
			message: words.message && this.clean(words.message),
			code: words.code && this.clean(words.code),
			details: words.details?.map((line) => this.clean(line)),
		};
		details.set(error, {
			httpCode: status,
			partnerMessage: cleanWords.message,
			partnerCode: cleanWords.code,
			partnerDetails: cleanWords.details,
			mayHaveHappened,
		});
		faults.set(error, fault);
		const advice = whatToDo.map((line) => this.clean(line));
		makers.set(error, (other) => other.api(this.clean(message), advice, fault, request, cleanWords, status));
		return error;
	}

	/** The error of another item as this item's own: what one has asked for on behalf of all fails for each. */
	ofThisItem(failure: unknown): unknown {
		return (isRecord(failure) && makers.get(failure)?.(this)) || failure;
	}

	private item(): string {
		return this.itemIndex === undefined ? '' : ` [item ${this.itemIndex}]`;
	}

	/** What a partner says is wrong, as data or as a text, without any secret of this run. */
	cleanWords(words: unknown): unknown {
		return redactDeep(words, this.secrets());
	}

	/** Data read from a text that a partner sent, without any secret of this run. */
	cleanData(data: unknown, text: string): unknown {
		return redactResponse(data, text, this.secrets());
	}

	/** A text without any secret of this run. */
	clean(text: string): string {
		return redact(text, this.secrets());
	}
}
