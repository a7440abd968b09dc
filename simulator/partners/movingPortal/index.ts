import { contractOf } from '../../contract/contract';
import type { Answer, Call, Partner, Refusal, PartnerContext } from '../../partner';
import { portalActivity } from './activity';
import { Introducer } from './account';
import { credential } from './credential';
import { after, type Instruction, pending } from './instructions';
import { portalControlActions, type PortalControlActions, type PortalSwitches } from './controlActions';
import { invalid, refuse } from './problem';
import { fieldErrors, type NewReferral } from './rules';
import { Tokens } from './tokens';

const { username, password } = credential;
const BASIC = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

/** The Moving Portal: survey referrals, with tokens that run out and references that must not repeat. */
export function createMovingPortal(world: PartnerContext) {
	const tokens = new Tokens(world);
	const firm = new Introducer(world);
	const bustle = portalActivity(world, firm);
	const switches: PortalSwitches = {
		createdStatus: 200,
		collectsPayment: false,
		processedStatus: 200,
		order: 'oldestFirst',
		startIncluded: false,
	};

	/** Run `use` on the instruction the path names, or answer that it is not there for this caller. */
	const withInstruction = ({ params, path }: Call, use: (instruction: Instruction) => Answer): Answer => {
		const instruction = firm.instructions.find(params.tmpReference ?? '');
		return instruction ? use(instruction) : refuse({ status: 404, message: 'No such instruction.', path });
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

	return {
		provider: 'moving-portal' as const,
		title: 'The Moving Portal, survey referrals',
		contract: contractOf('moving-portal.yaml'),
		levers: portalControlActions(firm, tokens, bustle, switches),
		authenticate,
		refuse,
		// A HEAD without a reference leads to no operation, but its answer is documented.
		unmatched: (method, path) =>
			method === 'HEAD' && /^\/referral\/introducer\/?$/.test(path) ? { status: 400 } : undefined,
		handlers: {
			createReferral({ body, path }) {
				const referral = body as NewReferral;
				const errors = fieldErrors(referral, firm);
				if (Object.keys(errors).length > 0) return invalid(path, errors);
				const { reference } = firm.refer(referral);
				return { status: switches.createdStatus, body: { success: true, reference } };
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
			listInstructionsWithNotifications: () => ({ status: 200, body: firm.instructions.withPending() }),
			listNotifications: (call) =>
				withInstruction(call, (instruction) => {
					const { timestamp } = call.query;
					const found =
						timestamp === undefined
							? pending(instruction)
							: after(instruction, String(timestamp), switches.startIncluded);
					return { status: 200, body: switches.order === 'newestFirst' ? found.reverse() : found };
				}),
			markNotificationsProcessed: (call) =>
				withInstruction(call, (instruction) => {
					firm.instructions.process(instruction, String(call.query.timestamp));
					const body = { success: true, reference: instruction.tmpReference };
					return switches.processedStatus === 204 ? { status: 204 } : { status: 200, body };
				}),
		},
		close: () => bustle.close(),
		state: () => ({
			referrals: structuredClone(firm.referrals),
			referrers: structuredClone([...firm.referrers.values()]),
			instructions: firm.instructions.all().map(({ notifications, ...instruction }) => ({
				...instruction,
				notifications: notifications.length,
				unprocessed: pending({ notifications, ...instruction }),
			})),
			tokens: tokens.state(),
			switches: { ...switches },
		}),
	} satisfies Partner<PortalControlActions>;
}
