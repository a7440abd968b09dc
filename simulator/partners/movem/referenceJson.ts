import type { components } from '../../../openapi/types/movem';
import { mix, Random } from '../../random';
import { DAY } from '../../time/clock';
import type { StoredApplication } from './account';
import { movemTime } from './movemTime';
import { isDecided, type StoredReference } from './references';

type Schemas = components['schemas'];
/** A reference as Movem's API returns it. */
export type ReferenceJson = Schemas['Reference'];

/** What Movem's documents leave open about references. */
export interface ReferenceSwitches {
	/** The word of a decision: `PASS` as in the sample, or `PASSED` and `MANUAL_PASSED` as in the list. */
	decisionAs: 'sample' | 'list';
	/** Whether a reference that a person has to look at has no decision, or `REVIEW_NEEDED`. */
	reviewAs: 'none' | 'decision';
}

const finding = (result: 'Pass' | 'Caution' | 'Fail', message: string) => ({ message, result });

/** What was found, in the sentences of Movem's documents. */
export function summaryOf({ status, hasStatements }: StoredReference): ReferenceJson['summary'] {
	const isFailed = status.endsWith('FAILED');
	return {
		identity_summary: finding('Pass', 'Confirmed'),
		aliases: finding('Pass', 'No aliases were found for this individual'),
		address: finding('Pass', 'Found at address'),
		incomes: hasStatements
			? finding('Caution', 'Bank statements uploaded to show income')
			: finding('Pass', 'Verified by detected income'),
		expenses: hasStatements
			? finding('Caution', 'Bank statements uploaded to show rent')
			: finding('Pass', 'Verified by detected outgoing payments'),
		employer: finding('Pass', 'Employer contact information provided'),
		landlord: finding('Pass', 'Landlord contact information provided'),
		judgments: isFailed ? finding('Fail', 'Judgments were found') : finding('Pass', 'No judgments found'),
		bankruptcies: finding('Pass', 'No bankruptcies found'),
		disputeCorrection: finding('Pass', 'No notices or corrections found'),
	};
}

/** The decision; nothing where there is none yet. */
function decisionOf(reference: StoredReference, { decisionAs, reviewAs }: ReferenceSwitches) {
	const { status, decidedBy } = reference;
	if (!isDecided(reference)) return reviewAs === 'decision' ? { decision: status } : {};
	const isPassed = status.endsWith('PASSED');
	return {
		decision: decisionAs === 'list' ? status : isPassed ? ('PASS' as const) : ('FAIL' as const),
		decision_text: isPassed ? ('Passed' as const) : ('Failed' as const),
		...(decidedBy && { decision_user: decidedBy.user, decision_reason: decidedBy.reason }),
	};
}

/** Six payments, a month apart. */
function payments(until: number, amount: number, description: string, kind: 'C' | 'D') {
	return Array.from({ length: 6 }, (_, index) => ({
		date: `${movemTime(until - 30 * DAY * index).slice(0, 10)} 00:00:00`,
		description,
		type: kind,
		category: kind === 'C' ? 'INCOME' : 'EXPENSE',
		amount,
		currency: 'GBP',
	}));
}

/** Money that comes in and goes out: from a bank account, or only what the tenant says, with statements. */
function moneyOf({ hasStatements, finishedAt = 0 }: StoredReference, tenant: string, random: Random) {
	const [monthly, rent] = [random.integer(14, 40) * 100, random.integer(6, 12) * 100];
	const account = {
		bank_name: 'Example Bank',
		holder_name: tenant,
		name: 'CURRENT ACCOUNT',
		type: 'CHECKING',
		number: `xxxx${random.integer(1000, 9999)}`,
		sortcode: null,
	};
	const bank = (amount: number, description: string, kind: 'C' | 'D') =>
		hasStatements ? {} : { transactions: payments(finishedAt, amount, description, kind), account };
	return {
		incomes: [
			{
				status: hasStatements ? 'INCOME_STATEMENT_UPLOADED' : 'INCOME_SELECTED',
				job_title: 'Store Assistant',
				employer_name: 'Example Stores Ltd',
				employer_phone: '01632 960123',
				employer_email: 'manager@example.test',
				salary: `${12 * monthly}.00`,
				monthly_takehome: String(monthly),
				affordability: (monthly / 2.5).toFixed(2),
				has_pension: 0,
				has_student_loan: 0,
				still_in_education: null,
				loan_year: null,
				country_of_loan: null,
				...bank(monthly, 'EXAMPLE STORES WAGE', 'C'),
			},
		],
		rents: [
			{
				status: 'EXPENSE_SELECTED',
				share_of_rent: String(rent),
				landlord_type: 'landlord',
				landlord_name: 'Lee Owner',
				landlord_phone: '01632 960456',
				landlord_email: 'lee.owner@example.test',
				...bank(rent, 'STANDING ORDER LEE OWNER', 'D'),
			},
		],
	};
}

const JUDGMENT = {
	current_address: 'Yes',
	court_name: 'EXAMPLETOWN',
	court_type: 'County Court Judgment',
	case_number: 'EX 1234567',
	status: 'Active',
	amount: '250',
	date: '18/07/2015',
	notice: [],
};

/** A reference as Movem's API returns it; the same seed and id give the same one. */
export function toReferenceJson(
	reference: StoredReference,
	application: StoredApplication,
	seed: number,
	switches: ReferenceSwitches,
): ReferenceJson {
	const random = new Random(mix(seed, Number(reference.id)));
	const { name: full_name, email, property } = application;
	const [first_name = '', ...others] = full_name.split(' ');
	const last_name = others.pop() ?? '';
	const middle_name = others.join(' ') || null;
	const house = random.integer(1, 90);
	const address = `${house} Willow Way, Exampleton, EX1 2AB`;
	return {
		id: reference.id,
		application_id: application.id,
		property,
		full_name,
		first_name,
		middle_name,
		last_name,
		dob: `19${random.integer(60, 99)}-0${random.integer(1, 9)}-1${random.integer(0, 9)}`,
		email,
		address: [
			{
				sub_building: '',
				building_name: '',
				building_number: String(house),
				street: 'Willow Way',
				district: null,
				city: 'Exampleton',
				postcode: 'EX1 2AB',
				province_name: 'Exampleshire',
				from_date: '07/2018',
				to_date: null,
				full_address: address,
			},
		],
		...decisionOf(reference, switches),
		max_address_search_exceeded: false,
		summary: summaryOf(reference),
		identity_result: {
			id: '3',
			message:
				'We found record of this tenant at the supplied address and background information has been returned.',
		},
		searched_address: {
			message: 'Individual confirmed on the Electoral Roll at the current address.',
			declared: { address, description: 'Individual confirmed on the current Electoral Roll.' },
			links: [],
		},
		aliases: [],
		judgments: reference.status.endsWith('FAILED') ? [{ ...JUDGMENT, name: full_name, address }] : [],
		bankruptcies_insolvencies: [],
		dispute_correction: [],
		...moneyOf(reference, full_name, random),
		requirements: { pets: { key: 'pets', label: 'Do you have pets?', value: random.pick(['Yes', 'No']) } },
	};
}

/** The notes and progress of a reference as Movem's API returns them. */
export function toMetaJson({
	notes,
	startedAt,
	finishedAt,
	progress,
}: StoredReference): Schemas['ReferenceMeta'] {
	return {
		notes: notes.map(({ userId, userName, text, at }) => ({
			user_id: userId,
			user_name: userName,
			note: text,
			created_at: movemTime(at),
		})),
		started_at: movemTime(startedAt),
		...(finishedAt !== undefined && { finished_at: movemTime(finishedAt) }),
		progress: Object.fromEntries([...progress].map(([step, at]) => [step, movemTime(at)])),
	};
}
