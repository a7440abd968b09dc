import type { Clock } from '../../time/clock';
import type { Application } from './application';
import { reportStatus } from './application';
import { postDelivery, type Delivery, blockedReason } from './deliver';
import {
	authorization,
	type BodyForm,
	type AuthorizationForm,
	maskAuthorization,
	type Postback,
	encodeBody,
} from './postbackForms';

/** How postbacks are sent; the first state of each is what the document says. */
export interface PostbackSwitches {
	/** Whether they are sent at all. */
	deliver: boolean;
	header: AuthorizationForm;
	body: BodyForm;
	/** Include `referenceText`, which is listed but not in the sample. */
	referenceText: boolean;
	/** How often each is sent, one after the other. */
	copies: number;
	/** How much later than it happened. */
	delayMs: number;
	/** Send each second one before the first. */
	outOfOrder: boolean;
	/** How often to try again when the receiver does not answer 2xx. */
	retries: number;
	retryAfterMs: number;
	/** How long to wait for the receiver, in the machine's time. */
	timeoutMs: number;
}

/** A postback that was sent, or that could not be. */
export interface SentPostback {
	id: number;
	/** Simulated time of sending. */
	at: string;
	applicationId: number;
	to: string;
	headers: Record<string, string>;
	body: string;
	/** 1 for the first try. */
	attempt: number;
	/** What the receiver answered; null while under way, and for ever when there was no answer. */
	status: number | null;
	/** Why there was none. */
	problem?: string;
}

type Job = Delivery & { applicationId: number };

// Long enough for the next change in a busy life, short enough that the last one is not forgotten.
const HOLD_MS = 1000;
const MAX_SENT = 20_000;

/** Carries the postbacks of all applications, those of one application one after the other. */
export class PostbackSender {
	readonly switches: PostbackSwitches = {
		deliver: true,
		header: 'halves',
		body: 'json',
		referenceText: false,
		copies: 1,
		delayMs: 0,
		outOfOrder: false,
		retries: 0,
		retryAfterMs: 1000,
		timeoutMs: 5000,
	};

	private sent: SentPostback[] = [];

	private lastId = 0;

	/** The end of the queue of each application. */
	private readonly queues = new Map<number, Promise<void>>();

	/** Held back to be overtaken, with how to call off their release. */
	private readonly heldBack = new Map<number, { job: Job; cancelRelease: () => void }>();

	private inFlight = 0;

	/** Waiting for the clock. */
	private waiting = 0;

	private listeners: Array<() => void> = [];

	private readonly stop = new AbortController();

	constructor(private readonly clock: Clock) {}

	/** Tell the caller of an application what happened to it, if it wants to be told. */
	send(application: Application, notificationText: string): void {
		const { postbackUri } = application.parameters;
		if (!postbackUri || !this.switches.deliver || this.stop.signal.aborted) return;
		const job = this.createJob(application, postbackUri, notificationText);
		this.schedule(this.switches.delayMs, () => this.queueOrHold(job));
	}

	/** What was sent, oldest first. */
	postbacks(applicationId?: number): SentPostback[] {
		return this.sent
			.filter((one) => applicationId === undefined || one.applicationId === applicationId)
			.map((one) => ({ ...one, headers: { ...one.headers } }));
	}

	/**
	 * Wait until everything is delivered. What waits for a clock that stands still is not waited for: somebody must
	 * move the clock.
	 */
	async settled(): Promise<void> {
		while (this.inFlight > 0 || (this.waiting > 0 && this.clock.running)) {
			await new Promise<void>((resolve) => this.listeners.push(resolve));
		}
	}

	/** Break off everything. */
	close(): void {
		this.stop.abort();
		this.waiting = 0;
		this.notifyListeners();
	}

	/** What a postback is, is settled when it happens and not when it leaves. */
	private createJob(application: Application, to: string, notificationText: string): Job {
		const { parameters, id, customer } = application;
		const postback: Postback = {
			applicationId: id,
			customerReferenceId: customer,
			notificationText,
			reportStatus: reportStatus(application),
			referenceId: parameters.referenceId || null,
		};
		if (this.switches.referenceText) postback.referenceText = parameters.referenceText || null;
		const { contentType, text } = encodeBody(postback, this.switches.body);
		const headers: Record<string, string> = { 'content-type': contentType };
		const credentials = authorization(parameters, this.switches.header);
		if (credentials !== undefined) headers.authorization = credentials;
		return { applicationId: id, to, headers, text };
	}

	/** Put a postback into its queue, or hold it back so that the next one overtakes it. */
	private queueOrHold(job: Job): void {
		const before = this.heldBack.get(job.applicationId);
		if (!before && this.switches.outOfOrder) {
			const callOff = this.schedule(HOLD_MS, () => this.release(job.applicationId));
			this.heldBack.set(job.applicationId, { job, cancelRelease: callOff });
			return;
		}
		this.enqueue(job);
		before?.cancelRelease();
		this.release(job.applicationId);
	}

	private release(applicationId: number): void {
		const held = this.heldBack.get(applicationId);
		this.heldBack.delete(applicationId);
		if (held) this.enqueue(held.job);
	}

	private enqueue(job: Job): void {
		const { copies } = this.switches;
		for (let copy = 0; copy < copies; copy += 1) this.attempt(job, 1);
	}

	private attempt(job: Job, attempt: number): void {
		this.inFlight += 1;
		const turn = (this.queues.get(job.applicationId) ?? Promise.resolve())
			.then(() => this.sendAttempt(job, attempt))
			.finally(() => {
				this.inFlight -= 1;
				if (this.queues.get(job.applicationId) === turn) this.queues.delete(job.applicationId);
				this.notifyListeners();
			});
		this.queues.set(job.applicationId, turn);
	}

	private async sendAttempt(job: Job, attempt: number): Promise<void> {
		const { retries, retryAfterMs, timeoutMs } = this.switches;
		if (this.stop.signal.aborted) return;
		const entry = this.record(job, attempt);
		const blocked = blockedReason(job.to);
		if (blocked !== undefined) {
			entry.problem = blocked;
			return;
		}
		try {
			entry.status = await postDelivery(job, timeoutMs, this.stop.signal);
		} catch (error) {
			entry.problem = error instanceof Error ? error.message : String(error);
		}
		const accepted = entry.status !== null && entry.status >= 200 && entry.status < 300;
		if (!accepted && attempt <= retries) this.schedule(retryAfterMs, () => this.attempt(job, attempt + 1));
	}

	private record({ applicationId, to, headers, text }: Job, attempt: number): SentPostback {
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

	/** Do something at once or after some time of the clock; returns how to call it off. */
	private schedule(ms: number, act: () => void): () => void {
		if (this.stop.signal.aborted) return () => undefined;
		if (ms === 0) {
			act();
			return () => undefined;
		}
		this.waiting += 1;
		const done = () => {
			this.waiting -= 1;
			this.notifyListeners();
		};
		const callOff = this.clock.after(ms, () => {
			act();
			done();
		});
		return () => {
			callOff();
			done();
		};
	}

	private notifyListeners(): void {
		const { listeners } = this;
		this.listeners = [];
		for (const listener of listeners) listener();
	}
}
