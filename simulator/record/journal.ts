/** A request the simulator received, as it came in. */
export interface JournalEntry {
	/** Counts up from 1; `requests({ since })` continues after it. */
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
	/** Null while the answer is under way, and for ever when the connection was dropped. */
	status: number | null;
	/** The kinds of fault that met this request. */
	faults: string[];
}

/** A message that strayed from the contract: a caller's request, or the simulator's own answer. */
export interface Violation {
	requestId: number;
	provider: string;
	operationId: string | null;
	/** `route`: no such operation here · `request`: off the contract · `answer`: the simulator itself erred. */
	kind: 'route' | 'request' | 'answer';
	problems: string[];
}

/** Which entries to list. */
export interface JournalFilter {
	since?: number;
	provider?: string;
	operationId?: string;
}

// Enough for the longest test run; a simulator left running over the weekend must not eat the machine.
const KEPT = 20_000;

/** What came in and what was wrong with it, oldest first. */
export class Journal {
	private entries: JournalEntry[] = [];

	private wrongs: Violation[] = [];

	private lastId = 0;

	/** Write a request down; its status is filled in when the answer leaves. */
	record(entry: Omit<JournalEntry, 'id' | 'status' | 'faults'>): JournalEntry {
		this.lastId += 1;
		const recorded: JournalEntry = { id: this.lastId, ...entry, status: null, faults: [] };
		this.entries.push(recorded);
		if (this.entries.length > KEPT) this.entries.splice(0, KEPT / 10);
		return recorded;
	}

	/** Write down what was off the contract in a request or in its answer. */
	violation(entry: JournalEntry, kind: Violation['kind'], problems: string[]): void {
		const { id: requestId, provider, operationId } = entry;
		this.wrongs.push({ requestId, provider, operationId, kind, problems });
		if (this.wrongs.length > KEPT) this.wrongs.splice(0, KEPT / 10);
	}

	/** The requests, all of them or those a filter lets through. */
	requests({ since = 0, provider, operationId }: JournalFilter = {}): JournalEntry[] {
		return this.entries.filter(
			(entry) =>
				entry.id > since &&
				(provider === undefined || entry.provider === provider) &&
				(operationId === undefined || entry.operationId === operationId),
		);
	}

	/** Everything that strayed from the contract. */
	violations({ since = 0, provider, operationId }: JournalFilter = {}): Violation[] {
		return this.wrongs.filter(
			(wrong) =>
				wrong.requestId > since &&
				(provider === undefined || wrong.provider === provider) &&
				(operationId === undefined || wrong.operationId === operationId),
		);
	}

	/** Forget the requests and the violations; ids go on counting. */
	clear(): void {
		this.entries = [];
		this.wrongs = [];
	}
}
