import { loadContract } from '../../contract/contract';
import { problemText } from '../../contract/problems';
import type { ApiResponse, ApiRequest, Partner, ApiError, PartnerContext } from '../../partner';
import {
	type StoredProperty,
	listed,
	type NewProperty,
	moneyProblem,
	type PropertyChange,
	toProperty,
	SproveAccount,
} from './account';
import { sproveActivity } from './activity';
import { sproveControlActions, type SproveControlActions, type SproveSwitches } from './controlActions';
import { credential } from './credential';
import { sprovePanel, verificationPage } from './page';
import { playVerification } from './playVerification';
import { loginResponse, Tokens } from './tokens';

const { clientId, secretKey } = credential;
const PAGE_SIZE = 10;

/** sprove: properties for rent, and checks of their tenants. */
export function createSprove(context: PartnerContext) {
	const account = new SproveAccount(context);
	const tokens = new Tokens(context);
	const activity = sproveActivity(context, account);
	const switches: SproveSwitches = {
		tokenShape: 'token',
		bearerPrefix: false,
		tokenMinutes: tokens.minutes,
		oneTokenAtATime: false,
		unauthorizedStatus: 401,
		createdStatus: 201,
		noContentAs: '204',
		ignoresPage: false,
		largestPage: 100,
	};

	const authenticate = ({ operation, headers }: ApiRequest): ApiError | undefined => {
		const status = switches.unauthorizedStatus;
		if (operation.operationId === 'createToken') {
			if (headers['client-id'] === clientId && headers['secret-key'] === secretKey) return undefined;
			tokens.refusedLogins += 1;
			return { status, message: 'Client-ID or Secret-Key is wrong' };
		}
		const token = /^Bearer (\S+)$/i.exec(String(headers.authorization ?? ''))?.[1];
		if (token === undefined)
			return { status, message: 'No token: send it as "Authorization: Bearer <token>"' };
		return tokens.isValid(token) ? undefined : { status, message: 'The token is unknown or has run out' };
	};

	/** Calls `use` with the property of the path, or returns a 404. */
	const withProperty = (
		{ params: { id = '' } }: ApiRequest,
		use: (property: StoredProperty) => ApiResponse,
	): ApiResponse => {
		const property = account.find(id);
		return property ? use(property) : notFound();
	};

	const update = (request: ApiRequest): ApiResponse =>
		withProperty(request, (property) => {
			const change = (request.body as { property: PropertyChange }).property;
			const problem = moneyProblem(change);
			if (problem !== undefined) return errorResponse({ status: 400, message: problem });
			account.update(property, change);
			return noContentResponse(switches.noContentAs);
		});

	return {
		provider: 'sprove' as const,
		title: 'sprove, tenant verification',
		contract: loadContract('sprove.yaml'),
		controlActions: sproveControlActions(context, account, tokens, activity, switches),
		panel: () => sprovePanel(context.clock, account, tokens),
		personPages: [verificationPage(account)],
		authenticate,
		errorResponse,
		handlers: {
			createToken() {
				const token = tokens.issue(switches.oneTokenAtATime);
				return loginResponse(switches.bearerPrefix ? `Bearer ${token}` : token, switches.tokenShape);
			},
			listProperties({ query }) {
				const page = switches.ignoresPage ? 1 : Number(query.page ?? 1);
				const perPage = Math.min(Number(query.per_page ?? PAGE_SIZE), switches.largestPage);
				const found = account.list(query.active === 'true');
				const properties = found.slice((page - 1) * perPage, page * perPage).map(listed);
				return { status: 200, body: { properties, page, per_page: perPage } };
			},
			createProperty({ body }) {
				const fields = (body as { property: NewProperty }).property;
				const problem = moneyProblem(fields);
				if (problem !== undefined) return errorResponse({ status: 400, message: problem });
				const property = account.create(fields);
				playVerification(context, account, property);
				return { status: switches.createdStatus, body: { property: toProperty(property) } };
			},
			getProperty: (request) =>
				withProperty(request, (property) => ({ status: 200, body: { property: toProperty(property) } })),
			updateProperty: update,
			// The document allows PATCH as well as PUT.
			patchProperty: update,
			deleteProperty: (request) =>
				withProperty(request, (property) => {
					property.deleted = true;
					return noContentResponse(switches.noContentAs);
				}),
			listChecks({ params: { property_id: id = '' } }) {
				const property = account.findEvenDeleted(id);
				return property
					? { status: 200, body: { checks: property.checks, property_id: property.id } }
					: notFound();
			},
		},
		close: () => activity.close(),
		state: () => ({
			properties: account.all().map((property) => ({
				...toProperty(property),
				active: property.active,
				deleted: property.deleted,
				checks: structuredClone(property.checks),
			})),
			tokens: tokens.state(),
			switches: { ...switches },
		}),
	} satisfies Partner<SproveControlActions>;
}

function noContentResponse(as: SproveSwitches['noContentAs']): ApiResponse {
	if (as === '204') return { status: 204 };
	if (as === 'empty') return { status: 200, text: '' };
	const headers = as === 'textAsJson' ? { 'content-type': 'application/json; charset=utf-8' } : undefined;
	return { status: 200, text: 'No content', headers };
}

function notFound(): ApiResponse {
	return errorResponse({ status: 404, message: 'Property not found' });
}

function errorResponse({ status, message, problems = [] }: ApiError): ApiResponse {
	// sprove documents neither 405 nor 415: a wrong method gets its 404, a wrong content type its 400.
	const documented: Record<number, number> = { 405: 404, 415: 400 };
	return {
		status: documented[status] ?? status,
		body: { error: [message, ...problems.map(problemText)].join('; ') },
	};
}
