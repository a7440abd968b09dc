import type { Clock } from '../../../time/clock';
import { type Application, reportStatus } from '../application';
import { blockedReason, postDelivery } from './delivery';
import { authorization, type AuthorizationForm, type BodyForm, encodeBody, type Postback } from './encoding';
import { type Job, PostbackLog, type SentPostback } from './postbackLog';

/** How postbacks are sent; the initial values are what the document says. */
export interface PostbackSwitches {
	/** Whether postbacks are sent at all. */
	deliver: boolean;
	header: AuthorizationForm;
	body: BodyForm;
	/** Whether `referenceText` is included: the document lists it, but its sample has none. */
	referenceText: boolean;
	/** How often each postback is sent, one after the other. */
	copies: number;
	/** Simulated time between an event and its postback. */
	delayMs: number;
	/** Whether each second postback of an application is sent before the first. */
	outOfOrder: boolean;
	/** How often a postback is sent again when the answer is not 2xx. */
	retries: number;
	retryAfterMs: number;
	/** Real time to wait for the answer. */
	timeoutMs: number;
}

// How long a postback is held back for `outOfOrder`: until the next one is sent, or this long if it was the last.
const HOLD_MS = 1000;

/** How a postback can be sent again: at once, an hour late by the simulator's clock, twice, or with a wrong password. */
export const REPETITIONS = ['now', 'late', 'twice', 'wrongPassword'] as const;
export type Repetition = (typeof REPETITIONS)[number];
const LATE_MS = 3_600_000;

/** Sends the postbacks of all applications, those of one application one after the other. */
export class PostbackSender {
	readonly switches: PostbackSwitches = {
		deliver: true,
		header: 'encodedPair',
		body: 'json',
		referenceText: false,
		copies: 1,
		delayMs: 0,
		outOfOrder: false,
		retries: 0,
		retryAfterMs: 1000,
		timeoutMs: 30_000,
	};

	readonly log: PostbackLog;

	/** The end of the queue of each application. */
	private readonly queues = new Map<number, Promise<void>>();

	/** The postback of each application that is held back, so that the next one is sent before it. */
	private readonly heldBack = new Map<number, { job: Job; cancelRelease: () => void }>();

	private inFlight = 0;

	/** How many postbacks wait for the clock. */
	private waiting = 0;

	private listeners: Array<() => void> = [];

	private readonly stop = new AbortController();

	constructor(private readonly clock: Clock) {
		this.log = new PostbackLog(clock);
	}

	/** Sends a postback about an application, if its order has an address for them. */
	send(application: Application, notificationText: string): void {
		const { postbackUri } = application.parameters;
		if (!postbackUri || !this.switches.deliver || this.stop.signal.aborted) return;
		const job = this.createJob(application, postbackUri, notificationText);
		this.schedule(this.switches.delayMs, () => this.queueOrHold(job));
	}

	/** Sends a postback of the log again: the same text to the same address. */
	sendAgain(application: Application, { to, headers, body }: SentPostback, how: Repetition): void {
		const credentials = authorization(
			application.parameters,
			how === 'wrongPassword' ? 'forged' : this.switches.header,
		);
		const { authorization: _, ...others } = headers;
		const job: Job = {
			applicationId: application.id,
			to,
			text: body,
			headers: credentials === undefined ? others : { ...others, authorization: credentials },
		};
		this.schedule(how === 'late' ? LATE_MS : 0, () => {
			for (let copy = 0; copy < (how === 'twice' ? 2 : 1); copy += 1) this.attempt(job, 1);
		});
	}

	/** Resolves when every postback is sent, except those that wait for a clock that stands still. */
	async settled(): Promise<void> {
		while (this.inFlight > 0 || (this.waiting > 0 && this.clock.running)) {
			await new Promise<void>((resolve) => this.listeners.push(resolve));
		}
	}

	/** Aborts everything. */
	close(): void {
		this.stop.abort();
		this.waiting = 0;
		this.notifyListeners();
	}

	/** The content of a postback is that of the event, even if it is sent later. */
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

	/** Puts a postback into its queue, or holds it back until the next one is in it. */
	private queueOrHold(job: Job): void {
		const held = this.heldBack.get(job.applicationId);
		if (!held && this.switches.outOfOrder) {
			const cancelRelease = this.schedule(HOLD_MS, () => this.release(job.applicationId));
			this.heldBack.set(job.applicationId, { job, cancelRelease });
			return;
		}
		this.enqueue(job);
		held?.cancelRelease();
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
		const entry = this.log.record(job, attempt);
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

	/** Calls back at once or after some simulated time; returns a function that cancels it. */
	private schedule(ms: number, callback: () => void): () => void {
		if (this.stop.signal.aborted) return () => undefined;
		if (ms === 0) {
			callback();
			return () => undefined;
		}
		this.waiting += 1;
		const done = () => {
			this.waiting -= 1;
			this.notifyListeners();
		};
		const cancel = this.clock.after(ms, () => {
			callback();
			done();
		});
		return () => {
			cancel();
			done();
		};
	}

	private notifyListeners(): void {
		const { listeners } = this;
		this.listeners = [];
		for (const listener of listeners) listener();
	}
}
