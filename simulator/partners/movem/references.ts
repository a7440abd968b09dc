import type { PartnerContext } from '../../partner';

/** How far a reference is, in the words of Movem's list. */
export type ReferenceStatus =
	'IN_PROGRESS' | 'REVIEW_NEEDED' | 'PASSED' | 'FAILED' | 'MANUAL_PASSED' | 'MANUAL_FAILED';
/** How a reference stands once the tenant has finished, without a person having looked at it. */
export type Outcome = 'PASSED' | 'FAILED' | 'REVIEW_NEEDED';

/** A note on a reference. */
export interface Note {
	userId: number;
	userName: string;
	text: string;
	at: number;
}

/** The reference of an application, as the simulator stores it. */
export interface StoredReference {
	id: string;
	applicationId: string;
	status: ReferenceStatus;
	/** Whether the tenant has uploaded statements instead of connecting a bank account. */
	hasStatements: boolean;
	startedAt: number;
	finishedAt?: number;
	/** When the tenant reached each step, in the order of Movem's sample. */
	progress: Map<string, number>;
	notes: Note[];
	/** Who decided, and why, where a person did. */
	decidedBy?: { user: string; reason: string };
}

const FIRST_REFERENCE = 800_001;

/** The one user name that Movem documents: its own service that checks by hand. */
export const OPERATOR = { userId: 5355, userName: 'Movem Operator' };

const STARTED = ['identity', 'identity-verify'];
const BANK_ACCOUNT = 'bank_account_linked';
const FINISHED = [
	'verify-method',
	BANK_ACCOUNT,
	'verify',
	'income',
	'rent',
	'identity-processing',
	'requirements',
	'complete',
];

/** The references of one Movem account. */
export class MovemReferences {
	private readonly references = new Map<string, StoredReference>();

	constructor(private readonly context: Pick<PartnerContext, 'clock'>) {}

	/** Every reference, oldest first. */
	all(): StoredReference[] {
		return [...this.references.values()];
	}

	/** The reference of an id. */
	find(id: string): StoredReference | undefined {
		return this.references.get(id);
	}

	/** The tenant starts; returns the id of the new reference. */
	start(applicationId: string): string {
		const now = this.context.clock.now();
		const id = String(FIRST_REFERENCE + this.references.size);
		this.references.set(id, {
			id,
			applicationId,
			status: 'IN_PROGRESS',
			hasStatements: false,
			startedAt: now,
			progress: new Map(STARTED.map((step) => [step, now])),
			notes: [],
		});
		return id;
	}

	/** The tenant finishes, and the rules of the account decide, or leave it to a person. */
	finish(id: string, outcome: Outcome, hasStatements: boolean): void {
		const reference = this.references.get(id);
		if (!reference) throw new Error(`Movem has no reference ${id}`);
		const now = this.context.clock.now();
		const steps = FINISHED.filter((step) => step !== BANK_ACCOUNT || !hasStatements);
		const each = (now - reference.startedAt) / steps.length;
		for (const [index, step] of steps.entries())
			reference.progress.set(step, Math.round(reference.startedAt + each * (index + 1)));
		Object.assign(reference, { status: outcome, hasStatements, finishedAt: now });
	}

	/** A person decides, and leaves a note. */
	decide(reference: StoredReference, status: 'MANUAL_PASSED' | 'MANUAL_FAILED', reason: string): void {
		reference.status = status;
		reference.decidedBy = { user: OPERATOR.userName, reason };
		this.addNote(reference, reason);
	}

	/** A person of Movem leaves a note. */
	addNote(reference: StoredReference, text: string): void {
		reference.notes.push({ ...OPERATOR, text, at: this.context.clock.now() });
	}
}

/** Whether a reference has passed or failed, so that there is a report. */
export function isDecided({ status }: StoredReference): boolean {
	return /PASSED$|FAILED$/.test(status);
}
