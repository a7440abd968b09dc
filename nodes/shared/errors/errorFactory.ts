import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import { CONNECTION_ERRORS, LOST_ANSWERS, OUT_OF_TIME, WRONG_HOST_ADVICE } from './advice';
import { adviceOn, refusalOf } from './answered';
import type { ApiErrorInfo, Partner, RequestSpec } from '../operation';
import { ReceivedText, redact, redactDeep, type Sent } from './redact';
import type { Secret } from './secret';
import { toPlainText } from './errorBody';
import { isRecord } from '../guards';
import { keepDetails, type FaultDetails } from './faultDetails';
import { TOO_LONG, isRead, nothingHappened, type Fault } from './faults';

/** For each error a function that creates it again, with another item's factory. */
const recreate = new WeakMap<object, (errors: ErrorFactory) => Error>();

/** The node for an error, which n8n stores: without the values of its panel, which may hold card data. */
export function withoutPanel(node: INode): INode {
	const { resource, operation } = node.parameters;
	return { ...node, parameters: { resource, operation } };
}

/** Creates all errors of one item: their wording is decided here, and every secret is redacted here. */
export class ErrorFactory {
	private readonly node: INode;

	/** Whether a write of this item has succeeded. A failure after it does not undo it. */
	private hasChanged = false;

	constructor(
		node: INode,
		private readonly partner: Partner,
		private readonly secrets: () => Iterable<Secret>,
		/** Index of the input item, from 0; absent in triggers and dropdowns. */
		private readonly itemIndex?: number,
		/** Whether a message has to say which item it is about. */
		private readonly namesItem = true,
	) {
		this.node = withoutPanel(node);
	}

	/** Records that a request of this item succeeded. */
	succeeded(request: RequestSpec): void {
		if (!isRead(request)) this.hasChanged = true;
	}

	/** The partner's answer was not a success. */
	answered(request: RequestSpec, status: number, words: ApiErrorInfo): Error {
		const message = refusalOf(this.partner, status, words);
		const whatToDo = adviceOn(this.partner, status);
		return this.api(message, [...(words.details ?? []), whatToDo], { status }, request, words);
	}

	/** The error for a request without a response. @param code system code of the connection error, or empty */
	unreachable(request: RequestSpec, code: string, detail: string): Error {
		const { name } = this.partner;
		const lost = LOST_ANSWERS[code];
		if (lost) {
			// Without an item there are no Request Options.
			const canWaitLonger = lost === OUT_OF_TIME && this.itemIndex !== undefined;
			const orLonger = canWaitLonger ? ', or raise "Timeout (Seconds)" under Request Options' : '';
			const whatToDo = `Try again later${orLonger}. If it stays so, check the environment in the credential.`;
			return this.api(`${name} was asked, and ${lost}`, [whatToDo], { code }, request);
		}
		// Without a code the message is n8n's own, e.g. about a host that the credential does not allow.
		const reason =
			CONNECTION_ERRORS[code] ??
			(code === '' ? detail || 'no reason was given' : `the connection broke (${code})`);
		return this.api(
			`${name} cannot be reached: ${reason}`,
			['Check the environment in the credential and that this n8n can reach it.'],
			{ code },
			request,
		);
	}

	/**
	 * The error for a 2xx response with an unexpected body.
	 *
	 * @param what what the body is, e.g. "a web page instead of data"
	 * @param info the error information in the body, where there is any
	 * @param whatToDo what the user can do where there is none
	 */
	unreadable(
		request: RequestSpec,
		status: number,
		what: string,
		info: ApiErrorInfo = {},
		whatToDo = WRONG_HOST_ADVICE,
		code = 'UNREADABLE',
	): Error {
		const { name } = this.partner;
		return this.api(
			`${name} answered with ${what}${info.message ? `: ${info.message}` : ''}`,
			info.message ? [...(info.details ?? []), `Do as ${name} says, or ask there.`] : [whatToDo],
			{ code },
			request,
			info,
			status,
		);
	}

	/** The error for a response longer than the limit. @param maxMegabytes the limit in MB */
	tooLong(request: RequestSpec, status: number, maxMegabytes: number): Error {
		// Without an item there are no Request Options.
		const whatToDo =
			this.itemIndex === undefined
				? WRONG_HOST_ADVICE
				: 'Ask for less at a time, or raise "Largest Answer (MB)" under Request Options.';
		return this.unreadable(request, status, `more than ${maxMegabytes} MB`, {}, whatToDo, TOO_LONG);
	}

	/** The error for a login with a 2xx response that has no token. */
	noToken(request: RequestSpec, status: number, text: string | undefined): Error {
		const message = `${this.partner.name} answered the login without a token${text ? `: ${text}` : ''}`;
		return this.api(message, [WRONG_HOST_ADVICE], { code: '' }, request, { message: text }, status);
	}

	/** The error for a redirect that is not followed. @param target undefined where its URL is invalid */
	redirected(request: RequestSpec, status: number, requestUrl: string, target: URL | undefined): Error {
		const { origin, host } = new URL(requestUrl);
		const isSameOrigin = target?.origin === origin;
		const destination = isSameOrigin
			? `${toPlainText(target.pathname)} on the same host`
			: target && (target.host === host ? target.origin : target.host);
		const message = `${this.partner.name} sends this request on to ${destination ?? 'another address'}`;
		const whatToDo = isSameOrigin
			? 'It was not followed any further. Check the base URL in the credential, also what is behind its host.'
			: 'The credential was not sent there. If that is the right address, enter it as the base URL in the credential.';
		return this.api(message, [whatToDo], { status }, request);
	}

	/** The error for invalid fields. Nothing was sent. @param note a further sentence, with its full stop */
	fields(issues: ReadonlyArray<{ label: string; problem: string }>, note?: string): Error {
		const lines = issues.map(({ label, problem }) => `${label} ${problem}`);
		const labels = [...new Set(issues.map(({ label }) => label))];
		const message =
			lines.length === 1 ? (lines[0] ?? '') : `${lines.length} values need correcting: ${labels.join(', ')}`;
		const description = `${lines.length === 1 ? '' : `${lines.join('. ')}. `}${note ? `${note} ` : ''}Nothing was sent to ${this.partner.name}.`;
		return this.operation(message, description, { fields: labels });
	}

	/** An error with a message of our own. @param description what the user can do */
	operation(message: string, description: string, details: FaultDetails = {}): Error {
		const text = this.redact(message) + this.itemSuffix();
		const error = new NodeOperationError(this.node, text, {
			itemIndex: this.itemIndex,
			description: this.redact(description),
		});
		error.message = text;
		keepDetails(error, this.hasChanged ? { ...details, mayHaveHappened: true } : details);
		recreate.set(error, (factory) =>
			factory.operation(this.redact(message), this.redact(description), details),
		);
		return error;
	}

	private api(
		message: string,
		whatToDo: string[],
		fault: Fault,
		request: RequestSpec,
		info: ApiErrorInfo = {},
		status = 'status' in fault ? fault.status : undefined,
	): Error {
		const failedAfterChange = this.hasChanged && isRead(request);
		const mayHaveHappened = failedAfterChange || (!isRead(request) && !nothingHappened(fault));
		const warning = failedAfterChange
			? 'What was to be changed has been changed; only reading it afterwards failed.'
			: 'It may have been carried out all the same: look there before you run this item again.';
		const text = this.redact(message) + this.itemSuffix();
		const error = new NodeApiError(
			this.node,
			{ message: text },
			{
				description: this.redact([...whatToDo, ...(mayHaveHappened ? [warning] : [])].join('\n')),
				itemIndex: this.itemIndex,
				...(status !== undefined && { httpCode: String(status) }),
			},
		);
		// NodeApiError replaces the message with n8n's own text, by the status or by a system code that the message
		// happens to contain, such as EPERM in "SUPERPERMIT".
		error.message = text;
		const redactedInfo: ApiErrorInfo = {
			message: info.message && this.redact(info.message),
			code: info.code && this.redact(info.code),
			details: info.details?.map((line) => this.redact(line)),
			fields: info.fields?.map((label) => this.redact(label)),
		};
		const details = {
			fields: redactedInfo.fields,
			httpCode: status,
			partnerMessage: redactedInfo.message,
			partnerCode: redactedInfo.code,
			partnerDetails: redactedInfo.details,
			mayHaveHappened,
		};
		keepDetails(error, details, fault);
		const advice = whatToDo.map((line) => this.redact(line));
		recreate.set(error, (factory) =>
			factory.api(this.redact(message), advice, fault, request, redactedInfo, status),
		);
		return error;
	}

	/** Recreates an error for this item. Needed where one item sent a request for all and it failed for each of them. */
	forThisItem(failure: unknown): unknown {
		return (isRecord(failure) && recreate.get(failure)?.(this)) || failure;
	}

	private itemSuffix(): string {
		return this.itemIndex === undefined || !this.namesItem ? '' : ` [item ${this.itemIndex}]`;
	}

	/** The text of a response, without the secrets of this run. */
	received(text: string, sent: Sent): ReceivedText {
		return new ReceivedText(text, sent, this.secrets());
	}

	/** What a response says of an error, as data or as a text, without the secrets of this run. */
	redactDeep(info: unknown): unknown {
		return redactDeep(info, this.secrets());
	}

	/** A text without the secrets of this run. */
	redact(text: string): string {
		return redact(text, this.secrets());
	}
}
