import { type Problem, problemText } from '../contract/problems';

/** A request that the simulator received. */
export interface JournalEntry {
	/** Counts up from 1; `requests({ since })` returns those after it. */
	id: number;
	/** Simulated time of arrival. */
	at: string;
	provider: string;
	operationId: string | null;
	method: string;
	/** Path and query as sent, with the partner's prefix. */
	path: string;
	headers: Record<string, string | string[] | undefined>;
	body: string;
	/** Null until the request is answered, and if the connection was dropped. */
	status: number | null;
	/** What the answer says, in short: `14`, `REQUESTED`, a refusal's message; null when it says nothing. */
	answer: string | null;
	/** The kinds of fault that happened to this request. */
	faults: string[];
}

/** A breach of the contract by a caller's request, or by the simulator's own answer. */
export interface Violation {
	requestId: number;
	provider: string;
	operationId: string | null;
	/** `route`: no such operation · `request`: an invalid request · `answer`: an invalid answer, a bug of the simulator. */
	kind: 'route' | 'request' | 'answer';
	problems: string[];
	/** The same of an invalid request, by field. */
	details: Problem[];
}

/** Which entries to list. */
export interface JournalFilter {
	since?: number;
	provider?: string;
	operationId?: string;
}

// Enough for the longest test run. Bounded, because a simulator may be left running for days.
const MAX_ENTRIES = 20_000;

/** The requests that were received and the breaches of the contract, oldest first. */
export class Journal {
	private entries: JournalEntry[] = [];

	private contractViolations: Violation[] = [];

	private lastId = 0;

	/** Records a request; its status is set when it is answered. */
	record(entry: Omit<JournalEntry, 'id' | 'status' | 'answer' | 'faults'>): JournalEntry {
		this.lastId += 1;
		const recorded: JournalEntry = { id: this.lastId, ...entry, status: null, answer: null, faults: [] };
		this.entries.push(recorded);
		if (this.entries.length > MAX_ENTRIES) this.entries.splice(0, MAX_ENTRIES / 10);
		return recorded;
	}

	/** Records a breach of the contract by a request or its answer. */
	violation(entry: JournalEntry, kind: Violation['kind'], problems: Array<string | Problem>): void {
		const { id: requestId, provider, operationId } = entry;
		const details = problems.filter((problem) => typeof problem !== 'string');
		const texts = problems.map((problem) => (typeof problem === 'string' ? problem : problemText(problem)));
		this.contractViolations.push({ requestId, provider, operationId, kind, problems: texts, details });
		if (this.contractViolations.length > MAX_ENTRIES) this.contractViolations.splice(0, MAX_ENTRIES / 10);
	}

	/** The requests that match a filter; all without one. */
	requests({ since = 0, provider, operationId }: JournalFilter = {}): JournalEntry[] {
		return this.entries.filter(
			(entry) =>
				entry.id > since &&
				(provider === undefined || entry.provider === provider) &&
				(operationId === undefined || entry.operationId === operationId),
		);
	}

	/** The last requests, oldest first. */
	latest(limit: number): JournalEntry[] {
		return this.entries.slice(-limit);
	}

	/** The breaches of the contract that match a filter; all without one. */
	violations({ since = 0, provider, operationId }: JournalFilter = {}): Violation[] {
		return this.contractViolations.filter(
			(violation) =>
				violation.requestId > since &&
				(provider === undefined || violation.provider === provider) &&
				(operationId === undefined || violation.operationId === operationId),
		);
	}

	/** Removes the requests and the violations; ids continue. */
	clear(): void {
		this.entries = [];
		this.contractViolations = [];
	}
}
