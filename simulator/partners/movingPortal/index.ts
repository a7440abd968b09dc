import { loadContract } from '../../contract/contract';
import type { ApiResponse, ApiRequest, Partner, ApiError, PartnerContext } from '../../partner';
import { MovingPortalAccount } from './account';
import { movingPortalActivity } from './activity';
import { credential } from './credential';
import { dataSet } from './dataSets';
import { notificationsAfter, type Instruction, pendingNotifications, shownInstruction } from './instructions';
import type { NewNote } from './notes';
import {
	movingPortalControlActions,
	type MovingPortalControlActions,
	type MovingPortalSwitches,
} from './controlActions';
import { movingPortalPanel } from './page';
import { playDecision } from './playDecision';
import { invalidFields, errorResponse } from './problem';
import { changeFee, type NewQuote, type Quote } from './quotes';
import { fieldErrors, quoteErrors, type NewReferral } from './rules';
import { Tokens } from './tokens';

const { username, password } = credential;
const BASIC = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

/** The Moving Portal: survey referrals, with tokens that expire and references that must be unique. */
export function createMovingPortal(context: PartnerContext) {
	const tokens = new Tokens(context);
	const account = new MovingPortalAccount(context);
	const activity = movingPortalActivity(context, account);
	const switches: MovingPortalSwitches = {
		createdStatus: 200,
		collectsPayment: false,
		processedStatus: 200,
		noteStatus: 200,
		dataSetAs: 'list',
		order: 'oldestFirst',
		startIncluded: false,
	};

	const missing = (what: string, path: string) =>
		errorResponse({ status: 404, message: `No such ${what}.`, path });

	/** The answer to what a note does; its status and body are not documented. */
	const noted = (tmpReference: string): ApiResponse =>
		switches.noteStatus === 204
			? { status: 204 }
			: { status: 200, body: { success: true, reference: tmpReference } };

	/** Calls `use` with the instruction of the path, or returns a 404. */
	const withInstruction = (
		{ params, path }: ApiRequest,
		use: (instruction: Instruction) => ApiResponse,
	): ApiResponse => {
		const instruction = account.instructions.find(params.tmpReference ?? '');
		return instruction ? use(instruction) : missing('instruction', path);
	};

	/** Calls `use` with the quote of the path, or returns a 404. */
	const withQuote = ({ params, path }: ApiRequest, use: (quote: Quote) => ApiResponse): ApiResponse => {
		const quote = account.quotes.find(params.tmpReference ?? '');
		return quote ? use(quote) : missing('quote', path);
	};

	const authenticate = ({ operation, headers: { authorization } }: ApiRequest): ApiError | undefined => {
		if (operation.operationId === 'login' || operation.operationId === 'refreshToken') return undefined;
		if (authorization === BASIC) return undefined;
		const bearer = /^Bearer (.+)$/i.exec(String(authorization ?? ''))?.[1];
		if (bearer !== undefined && tokens.isValid(bearer)) return undefined;
		const message =
			bearer === undefined
				? 'User name or password is wrong.'
				: 'The access token is unknown or has run out.';
		return { status: 401, message };
	};

	return {
		provider: 'moving-portal' as const,
		title: 'The Moving Portal, survey referrals',
		contract: loadContract('moving-portal.yaml'),
		controlActions: movingPortalControlActions(account, tokens, activity, switches),
		panel: () => movingPortalPanel(account, tokens),
		authenticate,
		errorResponse,
		// A HEAD without a reference matches no operation, but its answer is documented.
		unmatched: (method, path) =>
			method === 'HEAD' && /^\/referral\/introducer\/?$/.test(path) ? { status: 400 } : undefined,
		handlers: {
			createReferral({ body, path }) {
				const referral = body as NewReferral;
				const errors = fieldErrors(referral, account);
				if (Object.keys(errors).length > 0) return invalidFields(path, errors);
				const stored = account.addReferral(referral);
				playDecision(context.clock, account, stored);
				return { status: switches.createdStatus, body: { success: true, reference: stored.reference } };
			},
			referralExists({ params: { reference = '' } }) {
				const known =
					account.isInUse('uniqueIntegrationReference', reference) ||
					account.isInUse('uniqueCustomerReference', reference);
				return { status: known ? 200 : 404 };
			},
			login({ body, path }) {
				const sent = body as { username: string; password: string };
				if (sent.username !== username || sent.password !== password) {
					tokens.refusedLogins += 1;
					return errorResponse({ status: 401, message: 'User name or password is wrong.', path });
				}
				tokens.logins += 1;
				return { status: 200, body: tokens.issue() };
			},
			refreshToken({ body, path }) {
				if (!tokens.canRefresh((body as { refreshToken: string }).refreshToken)) {
					return errorResponse({
						status: 401,
						message: 'The refresh token is unknown or has run out.',
						path,
					});
				}
				tokens.refreshes += 1;
				return { status: 200, body: tokens.issue() };
			},
			whoAmI: () => ({
				status: 200,
				body: { userName: username, emailAddress: '', organisationType: 'Introducer' },
			}),
			getInstruction: (request) =>
				withInstruction(request, (instruction) => ({ status: 200, body: shownInstruction(instruction) })),
			getInstructionByReference({ params: { reference = '' }, path }) {
				const instruction = account.instructions.findOwn(reference);
				return instruction
					? { status: 200, body: shownInstruction(instruction) }
					: missing('instruction', path);
			},
			getInstructionFile: (request) =>
				withInstruction(request, ({ files }) => {
					const file = files.get(request.params.fileName ?? '');
					return file ? { status: 200, file } : missing('file', request.path);
				}),
			addNote: (request) =>
				withInstruction(request, (instruction) => {
					const note = account.instructions.addNote(instruction, request.body as NewNote);
					return note
						? noted(instruction.tmpReference)
						: invalidFields(request.path, { noteBody: ['The case can only be read.'] });
				}),
			markNotesRead: (request) =>
				withInstruction(request, ({ notes, tmpReference }) => {
					for (const note of notes) note.isRead = true;
					return noted(tmpReference);
				}),
			createQuote({ body, path }) {
				const asked = body as NewQuote;
				const errors = quoteErrors(asked);
				if (Object.keys(errors).length > 0) return invalidFields(path, errors);
				return { status: switches.createdStatus, body: account.addQuote(asked) };
			},
			getQuote: (request) => withQuote(request, (quote) => ({ status: 200, body: quote })),
			updateQuoteFees: (request) =>
				withQuote(request, (quote) => {
					const sent = request.body as { resultSequence: number; yourFeeInclVAT: number };
					return changeFee(quote, sent.resultSequence, sent.yourFeeInclVAT)
						? noted(quote.tmpReference)
						: invalidFields(request.path, { resultSequence: ['The quote has no such result.'] });
				}),
			updateQuoteProperty: (request) =>
				withQuote(request, (quote) => {
					Object.assign(quote, structuredClone(request.body));
					return noted(quote.tmpReference);
				}),
			getDataSet({ params: { setCode = '' }, path }) {
				const entries = dataSet(setCode);
				if (!entries) return missing('data set', path);
				return { status: 200, body: switches.dataSetAs === 'list' ? entries : { setCode, items: entries } };
			},
			listInstructionsWithNotifications: () => ({ status: 200, body: account.instructions.withPending() }),
			listNotifications: (request) =>
				withInstruction(request, (instruction) => {
					const { timestamp } = request.query;
					const found =
						timestamp === undefined
							? pendingNotifications(instruction)
							: notificationsAfter(instruction, String(timestamp), switches.startIncluded);
					return { status: 200, body: switches.order === 'newestFirst' ? found.reverse() : found };
				}),
			markNotificationsProcessed: (request) =>
				withInstruction(request, (instruction) => {
					account.instructions.markProcessed(instruction, String(request.query.timestamp));
					const body = { success: true, reference: instruction.tmpReference };
					return switches.processedStatus === 204 ? { status: 204 } : { status: 200, body };
				}),
		},
		close: () => activity.close(),
		state: () => ({
			referrals: structuredClone(account.referrals),
			quotes: structuredClone(account.quotes.all()),
			referrers: structuredClone([...account.referrers.values()]),
			instructions: account.instructions.all().map(({ notifications, files, ...instruction }) => ({
				...structuredClone(instruction),
				files: [...files.keys()],
				notifications: notifications.length,
				unprocessed: pendingNotifications({ notifications }),
			})),
			tokens: tokens.state(),
			switches: { ...switches },
		}),
	} satisfies Partner<MovingPortalControlActions>;
}
