import { z } from 'zod';
import { contractOf } from '../../contract/contract';
import { SIMULATED_CREDENTIALS } from '../../credentials';
import { type Answer, type Call, lever, type Partner, type Refusal, type World } from '../../partner';
import { PRICE_ON_APPLICATION } from './codes';
import { invalid, refuse } from './problem';
import { type Case, type Firm, fieldErrors, type NewReferral } from './rules';
import { Tokens } from './tokens';

const { username, password } = SIMULATED_CREDENTIALS['moving-portal'];
const BASIC = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
const FIRST_REFERENCE = 900_001;

/** A referral as the simulator keeps it. */
interface Kept {
	reference: string;
	status: 'NEW';
	createdAt: string;
	otherInformation: Record<string, boolean>;
	referral: NewReferral;
}

/** The Moving Portal: survey referrals, with tokens that run out and references that must not repeat. */
export function createMovingPortal(world: World) {
	const tokens = new Tokens(world);
	const referrals: Kept[] = [];
	const referrers = new Map<string, unknown>();
	const switches = { createdStatus: 200 as 200 | 201, collectsPayment: false };

	const theCase = ({ referral }: Kept): Case | undefined => referral.cases[0];
	const firm: Firm = {
		get collectsPayment() {
			return switches.collectsPayment;
		},
		inUse: (field, reference) => referrals.some((kept) => theCase(kept)?.[field] === reference),
	};

	const create = (referral: NewReferral): Answer => {
		const reference = `TMP${FIRST_REFERENCE + referrals.length}`;
		const [one] = referral.cases;
		const otherInformation: Kept['otherInformation'] = {};
		// Such a referral is made all the same, but no total is kept for it.
		const unpriced = one !== undefined && PRICE_ON_APPLICATION.has(one.productCode);
		if (unpriced) otherInformation.ISPRICEONAPPLICATION = true;
		const cases = unpriced ? [{ ...one, totalFeeInclVAT: null }] : referral.cases;
		const createdAt = world.clock.iso();
		referrals.push({
			reference,
			status: 'NEW',
			createdAt,
			otherInformation,
			referral: { ...referral, cases },
		});
		if (referral.referrer) referrers.set(referral.referrer.companyReference, referral.referrer);
		return { status: switches.createdStatus, body: { success: true, reference } };
	};

	const authenticate = ({ operation, headers: { authorization } }: Call): Refusal | undefined => {
		if (operation.operationId === 'login' || operation.operationId === 'refreshToken') return undefined;
		if (authorization === BASIC) return undefined;
		const bearer = /^Bearer (.+)$/i.exec(String(authorization ?? ''))?.[1];
		if (bearer !== undefined && tokens.admits(bearer)) return undefined;
		const message =
			bearer === undefined
				? 'User name or password is wrong.'
				: 'The access token is unknown or has run out.';
		return { status: 401, message };
	};

	const levers = {
		/** Let every access token run out now; with `refreshToo` the refresh tokens as well. */
		expireTokens: lever(
			z
				.object({ refreshToo: z.boolean().default(false) })
				.strict()
				.default({}),
			({ refreshToo }) => tokens.expire(refreshToo),
		),
		/** `createdStatus`: 200 or 201, both are documented. `collectsPayment`: such a firm cannot send leads. */
		setSwitches: lever(
			z
				.object({ createdStatus: z.union([z.literal(200), z.literal(201)]), collectsPayment: z.boolean() })
				.strict()
				.partial(),
			(chosen) => Object.assign(switches, chosen),
		),
	};

	return {
		provider: 'moving-portal' as const,
		title: 'The Moving Portal, survey referrals',
		contract: contractOf('moving-portal.yaml'),
		levers,
		authenticate,
		refuse,
		// A HEAD without a reference leads to no operation, but its answer is documented.
		unmatched: (method, path) =>
			method === 'HEAD' && /^\/referral\/introducer\/?$/.test(path) ? { status: 400 } : undefined,
		handlers: {
			createReferral({ body, path }) {
				const referral = body as NewReferral;
				const errors = fieldErrors(referral, firm);
				return Object.keys(errors).length > 0 ? invalid(path, errors) : create(referral);
			},
			referralExists({ params: { reference = '' } }) {
				const known =
					firm.inUse('uniqueIntegrationReference', reference) ||
					firm.inUse('uniqueCustomerReference', reference);
				return { status: known ? 200 : 404 };
			},
			login({ body, path }) {
				const sent = body as { username: string; password: string };
				if (sent.username !== username || sent.password !== password) {
					tokens.refusedLogins += 1;
					return refuse({ status: 401, message: 'User name or password is wrong.', path });
				}
				tokens.logins += 1;
				return { status: 200, body: tokens.issue() };
			},
			refreshToken({ body, path }) {
				if (!tokens.renews((body as { refreshToken: string }).refreshToken)) {
					return refuse({ status: 401, message: 'The refresh token is unknown or has run out.', path });
				}
				tokens.refreshes += 1;
				return { status: 200, body: tokens.issue() };
			},
			whoAmI: () => ({
				status: 200,
				body: { userName: username, emailAddress: '', organisationType: 'Introducer' },
			}),
		},
		state: () => ({
			referrals: structuredClone(referrals),
			referrers: structuredClone([...referrers.values()]),
			tokens: tokens.state(),
			switches: { ...switches },
		}),
	} satisfies Partner<typeof levers>;
}
