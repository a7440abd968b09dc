import type { FaultSpec } from './faults/fault';
import type { Clock } from './time/clock';

/** A fault that a magic value provokes, and that the page has as a switch. */
export interface MagicFault {
	/** The name of the switch. */
	title: string;
	happens: string;
	fault: FaultSpec;
	/** Which of the requests with the value it meets: with every other one the repetition goes through. */
	meets: keyof typeof REPEATS;
	/** Its columns in `docs/faults.md`. */
	documented: readonly [string, ...string[]];
	/** What the node does where those do not hold. */
	otherwise?: string;
}

const SLOW_SECONDS = 10;
const RETRY_AFTER_SECONDS = 2;

/** What can go wrong with a request, by the word before the `@`. */
export const MAGIC_FAULTS = {
	slow: {
		title: 'Slow',
		happens: `the answer comes ${SLOW_SECONDS} seconds late`,
		fault: { kind: 'latency', ms: SLOW_SECONDS * 1000 },
		meets: 'every',
		documented: ['time-out'],
		otherwise: 'Within the *Timeout* under *Request Options* the item comes through. With a shorter one:',
	},
	'429': {
		title: 'Too many requests',
		happens: `nothing is done; come back in ${RETRY_AFTER_SECONDS} seconds (HTTP 429)`,
		fault: { kind: 'tooManyRequests', retryAfterSeconds: RETRY_AFTER_SECONDS },
		meets: 'everyOther',
		documented: ['429 s'],
	},
	down: {
		title: 'Down',
		happens: 'nothing is done, and the answer is HTTP 503',
		fault: { kind: 'status', status: 503, body: {} },
		meets: 'every',
		documented: ['HTTP 503'],
	},
	lost: {
		title: 'Answer lost',
		happens: 'what is asked for is done, and the connection breaks before the answer',
		fault: { kind: 'dropAfter' },
		meets: 'every',
		documented: ['reset after'],
	},
	'401': {
		title: 'Login over',
		happens: 'the key or token is refused as if it were no longer valid (HTTP 401)',
		fault: { kind: 'wrongCredentials' },
		meets: 'everyOther',
		documented: ['401 once', '401 always'],
	},
	page: {
		title: 'Web page instead of data',
		happens: 'nothing is done, and the answer is a web page',
		fault: { kind: 'html', status: 200 },
		meets: 'every',
		documented: ['page'],
	},
	half: {
		title: 'Half an answer',
		happens: 'what is asked for is done, and the answer ends in the middle',
		fault: { kind: 'malformed' },
		meets: 'every',
		documented: ['half JSON'],
	},
} as const satisfies Record<string, MagicFault>;

/** A word of a fault. */
export type MagicFaultWord = keyof typeof MAGIC_FAULTS;

/** The words of the faults in the order of the page: an object lists its numbers first. */
export const FAULT_WORDS: MagicFaultWord[] = ['down', 'slow', '429', 'lost', '401', 'half', 'page'];

/** The name of a kind of fault, where a word stands for it. */
export function faultTitle(kind: string): string {
	const word = FAULT_WORDS.find((one) => MAGIC_FAULTS[one].fault.kind === kind);
	return word === undefined ? kind : MAGIC_FAULTS[word].title;
}

/** Which requests with the value a fault meets, in words. */
export const REPEATS = {
	every: 'every request with it',
	everyOther: 'every other request with it, so that the repetition goes through',
} as const;

/** What becomes of a thing that was made with the value, by the word before the `@` and by partner. */
export const MAGIC_OUTCOMES = {
	done: {
		movem: 'the tenant opens the link and finishes: COMPLETED',
		smartMove: 'the tenant accepts and proves who they are, and the reports become available',
		sprove: 'a tenant is verified and approved',
		movingPortal: 'the referral is accepted and becomes an instruction',
	},
	declined: {
		movem: 'the application is withdrawn: REVOKED',
		smartMove: 'the tenant declines the request',
		sprove: 'a tenant is verified and not approved',
		movingPortal: 'the referral is rejected',
	},
	expired: {
		movem: 'the link runs out: EXPIRED',
		smartMove: 'the application expires',
		sprove: 'a tenant is approved, and the approval has run out',
	},
	failed: {
		smartMove: 'an error occurs in the reports',
	},
	nocredit: {
		movem: 'there is no credit for the application: HOLD',
	},
} as const;

/** The field of the node that takes the value, as it stands on the screen; a fault meets any request that has it as one of its values. */
export const MAGIC_FIELDS = {
	movem: 'Tenant Email',
	smartMove: 'Applicant Emails',
	sprove: 'Name or Address of the property',
	movingPortal: 'Email of the first customer',
} as const;

type Outcomes = typeof MAGIC_OUTCOMES;
type MagicPartner = keyof typeof MAGIC_FIELDS;
type OutcomeOf<Name extends MagicPartner> = {
	[Word in keyof Outcomes]: Name extends keyof Outcomes[Word] ? Word : never;
}[keyof Outcomes];

/** How long after the request an outcome comes, by the simulator's clock: n8n has its answer by then. */
export const OUTCOME_AFTER_SECONDS = 5;

/** No mail reaches these domains: `.test` is reserved for tests, and `.nosend` does not exist. */
const MAGIC_VALUE = /^([a-z\d]+)(?:\+[^@\s]*)?@(?:[a-z\d-]+\.)*(?:example\.test|nosend)$/i;

/** The word of a magic value: `slow` of `slow@example.test` and of `slow+2@example.test`; undefined for other text. */
export function magicWord(text: string): string | undefined {
	return MAGIC_VALUE.exec(text.trim())?.[1]?.toLowerCase();
}

/** Decided by the answer itself, not after it. */
type AtOnce = 'nocredit';

/** Lets happen what a value stands for, a moment after the request. A partner has to play every outcome it is listed with. */
export function playOutcome<Name extends MagicPartner>(
	clock: Clock,
	_partner: Name,
	value: string,
	plays: Record<Exclude<OutcomeOf<Name>, AtOnce>, () => void>,
): void {
	const word = magicWord(value);
	if (word === undefined || !Object.hasOwn(plays, word)) return;
	clock.after(OUTCOME_AFTER_SECONDS * 1000, plays[word as keyof typeof plays]);
}
