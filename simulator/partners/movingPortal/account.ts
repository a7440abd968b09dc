import type { PartnerContext } from '../../partner';
import { PRICE_ON_APPLICATION } from './codes';
import { type Instruction, Instructions } from './instructions';
import type { Case, Firm as IntroducerRules, NewReferral } from './rules';

const FIRST_REFERENCE = 900_001;

/** A referral as the simulator keeps it. */
export interface StoredReferral {
	reference: string;
	status: 'NEW' | 'ACCEPTED' | 'REJECTED';
	createdAt: string;
	otherInformation: Record<string, boolean>;
	referral: NewReferral;
}

/** One introducer's referrals and what became of them. */
export class MovingPortalAccount implements IntroducerRules {
	collectsPayment = false;

	readonly instructions: Instructions;

	readonly referrals: StoredReferral[] = [];

	readonly referrers = new Map<string, unknown>();

	private references = 0;

	constructor(private readonly context: PartnerContext) {
		this.instructions = new Instructions(context);
	}

	/** Whether a referral or an instruction has this reference of the introducer's own. */
	isInUse(field: 'uniqueCustomerReference' | 'uniqueIntegrationReference', reference: string): boolean {
		return (
			this.referrals.some((kept) => caseOf(kept)?.[field] === reference) ||
			this.instructions.all().some((instruction) => instruction[field] === reference)
		);
	}

	/** Take a referral in. */
	addReferral(referral: NewReferral): StoredReferral {
		const [one] = referral.cases;
		// Such a referral is made all the same, but no total is kept for it.
		const unpriced = one !== undefined && PRICE_ON_APPLICATION.has(one.productCode);
		const kept: StoredReferral = {
			reference: this.nextReference(),
			status: 'NEW',
			createdAt: this.context.clock.iso(),
			otherInformation: unpriced ? { ISPRICEONAPPLICATION: true } : {},
			referral: { ...referral, cases: unpriced ? [{ ...one, totalFeeInclVAT: null }] : referral.cases },
		};
		this.referrals.push(kept);
		if (referral.referrer) this.referrers.set(referral.referrer.companyReference, referral.referrer);
		return kept;
	}

	/** A referral by any of its references. */
	find(reference: string): StoredReferral | undefined {
		return this.referrals.find((kept) => {
			const { uniqueIntegrationReference: integration, uniqueCustomerReference: customer } =
				caseOf(kept) ?? {};
			return [kept.reference, integration, customer].includes(reference);
		});
	}

	/** TMP has looked at a new referral: it becomes an instruction, which tells of the decision. */
	decide(kept: StoredReferral, status: 'ACCEPTED' | 'REJECTED'): Instruction {
		const one = caseOf(kept);
		kept.status = status;
		const instruction = this.instructions.add(kept.reference, {
			uniqueIntegrationReference: one?.uniqueIntegrationReference || null,
			uniqueCustomerReference: one?.uniqueCustomerReference || null,
		});
		this.instructions.addNotification(instruction, status === 'ACCEPTED' ? 'CASEACCEPTED' : 'CASEREJECTED');
		return instruction;
	}

	/** Make up an instruction that came in on another way; every third has no reference of the introducer's own. */
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
