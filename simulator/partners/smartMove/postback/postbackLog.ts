import type { Clock } from '../../../time/clock';
import type { Delivery } from './delivery';
import { maskAuthorization } from './encoding';

/** A postback to send. */
export type Job = Delivery & { applicationId: number };

/** A postback that was sent, or could not be sent. */
export interface SentPostback {
	id: number;
	/** Simulated time of sending. */
	at: string;
	applicationId: number;
	to: string;
	headers: Record<string, string>;
	body: string;
	/** 1 for the first attempt. */
	attempt: number;
	/** The status of the receiver's answer; null until there is one. */
	status: number | null;
	/** Why there was no answer. */
	problem?: string;
}

// Bounded, because a simulator may be left running for days.
const MAX_SENT = 20_000;

/** The postbacks that were sent, oldest first, without the credentials in their headers. */
export class PostbackLog {
	private sent: SentPostback[] = [];

	private lastId = 0;

	constructor(private readonly clock: Clock) {}

	/** How many were sent; of more than twenty thousand the oldest are forgotten. */
	get count(): number {
		return this.sent.length;
	}

	/** The postbacks of one application, or all. */
	list(applicationId?: number): SentPostback[] {
		return this.sent
			.filter((one) => applicationId === undefined || one.applicationId === applicationId)
			.map((one) => ({ ...one, headers: { ...one.headers } }));
	}

	/** Records a postback that is being sent; the sender sets its status. */
	record({ applicationId, to, headers, text }: Job, attempt: number): SentPostback {
		this.lastId += 1;
		const loggedHeaders = { ...headers };
		if (loggedHeaders.authorization !== undefined)
			loggedHeaders.authorization = maskAuthorization(loggedHeaders.authorization);
		const entry: SentPostback = {
			id: this.lastId,
			at: this.clock.iso(),
			applicationId,
			to,
			headers: loggedHeaders,
			body: text,
			attempt,
			status: null,
		};
		this.sent.push(entry);
		if (this.sent.length > MAX_SENT) this.sent.splice(0, MAX_SENT / 10);
		return entry;
	}
}
