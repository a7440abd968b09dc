import type { PartnerContext } from '../../partner';
import { PRICE_ON_APPLICATION } from './codes';
import { type Instruction, Instructions } from './instructions';
import { type NewQuote, type Quote, Quotes } from './quotes';
import type { Case, Introducer, NewReferral } from './rules';

const FIRST_REFERENCE = 900_001;

/** A referral as the simulator stores it. */
export interface StoredReferral {
	reference: string;
	status: 'NEW' | 'ACCEPTED' | 'REJECTED';
	createdAt: string;
	otherInformation: Record<string, boolean>;
	referral: NewReferral;
}

/** An introducer's account: its referrals and the instructions they became. */
export class MovingPortalAccount implements Introducer {
	collectsPayment = false;

	readonly instructions: Instructions;

	readonly quotes = new Quotes();

	readonly referrals: StoredReferral[] = [];

	readonly referrers = new Map<string, unknown>();

	private references = 0;

	constructor(private readonly context: PartnerContext) {
		this.instructions = new Instructions(context);
	}

	/** Whether a referral or an instruction has this reference. */
	isInUse(field: 'uniqueCustomerReference' | 'uniqueIntegrationReference', reference: string): boolean {
		return (
			this.referrals.some((stored) => caseOf(stored)?.[field] === reference) ||
			this.instructions.all().some((instruction) => instruction[field] === reference)
		);
	}

	/** Adds a referral. */
	addReferral(referral: NewReferral): StoredReferral {
		const [one] = referral.cases;
		// A referral without a list price is accepted, but its total is dropped.
		const unpriced = one !== undefined && PRICE_ON_APPLICATION.has(one.productCode);
		const stored: StoredReferral = {
			reference: this.nextReference(),
			status: 'NEW',
			createdAt: this.context.clock.iso(),
			otherInformation: unpriced ? { ISPRICEONAPPLICATION: true } : {},
			referral: { ...referral, cases: unpriced ? [{ ...one, totalFeeInclVAT: null }] : referral.cases },
		};
		this.referrals.push(stored);
		if (referral.referrer) this.referrers.set(referral.referrer.companyReference, referral.referrer);
		return stored;
	}

	/** Adds a quote. */
	addQuote(quote: NewQuote): Quote {
		return this.quotes.add(this.nextReference(), quote);
	}

	/** The referral of any of its references. */
	find(reference: string): StoredReferral | undefined {
		return this.referrals.find((stored) => {
			const { uniqueIntegrationReference: integration, uniqueCustomerReference: customer } =
				caseOf(stored) ?? {};
			return [stored.reference, integration, customer].includes(reference);
		});
	}

	/** TMP accepts or rejects a new referral: it becomes an instruction with a notification of the decision. */
	decide(stored: StoredReferral, status: 'ACCEPTED' | 'REJECTED'): Instruction {
		const one = caseOf(stored);
		stored.status = status;
		const instruction = this.instructions.add(stored.reference, {
			uniqueIntegrationReference: one?.uniqueIntegrationReference || null,
			uniqueCustomerReference: one?.uniqueCustomerReference || null,
		});
		this.instructions.addNotification(instruction, status === 'ACCEPTED' ? 'CASEACCEPTED' : 'CASEREJECTED');
		return instruction;
	}

	/** Adds a fake instruction without a referral; every third has none of the introducer's references. */
	addInstruction(): Instruction {
		const tmpReference = this.nextReference();
		const unnamed = this.references % 3 === 0;
		return this.instructions.add(tmpReference, {
			uniqueIntegrationReference: unnamed ? null : `I-${tmpReference}`,
			uniqueCustomerReference: unnamed ? null : `C-${tmpReference}`,
		});
	}

	private nextReference(): string {
		this.references += 1;
		return `TMP${FIRST_REFERENCE + this.references - 1}`;
	}
}

function caseOf({ referral }: StoredReferral): Case | undefined {
	return referral.cases[0];
}
