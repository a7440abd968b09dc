import { contractOf } from '../../contract/contract';
import { sentence } from '../../contract/problems';
import type { Answer, Call, Partner, Refusal, PartnerContext } from '../../partner';
import {
	type Kept,
	listed,
	type NewProperty,
	objectionTo,
	type PropertyChange,
	shown,
	SproveAccount,
} from './account';
import { sproveActivity } from './activity';
import { sproveControlActions, type SproveControlActions, type SproveSwitches } from './controlActions';
import { credential } from './credential';
import { tokenAnswer, Tokens } from './tokens';

const { clientId, secretKey } = credential;
const PAGE_SIZE = 10;

/** sprove: properties for rent, and what the verification of their tenants came to. */
export function createSprove(world: PartnerContext) {
	const account = new SproveAccount(world);
	const tokens = new Tokens(world);
	const bustle = sproveActivity(world, account);
	const switches: SproveSwitches = {
		tokenShape: 'token',
		bearerPrefix: false,
		tokenMinutes: tokens.minutes,
		oneTokenAtATime: false,
		strangersGet: 401,
		createdStatus: 201,
		noContentAs: '204',
		ignoresPage: false,
		largestPage: 100,
	};

	const authenticate = ({ operation, headers }: Call): Refusal | undefined => {
		const status = switches.strangersGet;
		if (operation.operationId === 'createToken') {
			if (headers['client-id'] === clientId && headers['secret-key'] === secretKey) return undefined;
			tokens.refusedLogins += 1;
			return { status, message: 'Client-ID or Secret-Key is wrong' };
		}
		const token = /^Bearer (\S+)$/i.exec(String(headers.authorization ?? ''))?.[1];
		if (token === undefined)
			return { status, message: 'No token: send it as "Authorization: Bearer <token>"' };
		return tokens.admits(token) ? undefined : { status, message: 'The token is unknown or has run out' };
	};

	/** Run `use` on the property the path names, or answer that it is not there. */
	const withProperty = ({ params: { id = '' } }: Call, use: (property: Kept) => Answer): Answer => {
		const property = account.find(id);
		return property ? use(property) : notFound();
	};

	const update = (call: Call): Answer =>
		withProperty(call, (property) => {
			const change = (call.body as { property: PropertyChange }).property;
			const objection = objectionTo(change);
			if (objection !== undefined) return refuse({ status: 400, message: objection });
			account.update(property, change);
			return noContent(switches.noContentAs);
		});

	return {
		provider: 'sprove' as const,
		title: 'sprove, tenant verification',
		contract: contractOf('sprove.yaml'),
		levers: sproveControlActions(world, account, tokens, bustle, switches),
		authenticate,
		refuse,
		handlers: {
			createToken() {
				const token = tokens.issue(switches.oneTokenAtATime);
				return tokenAnswer(switches.bearerPrefix ? `Bearer ${token}` : token, switches.tokenShape);
			},
			listProperties({ query }) {
				const page = switches.ignoresPage ? 1 : Number(query.page ?? 1);
				const perPage = Math.min(Number(query.per_page ?? PAGE_SIZE), switches.largestPage);
				const found = account.listed(query.active === 'true');
				const properties = found.slice((page - 1) * perPage, page * perPage).map(listed);
				return { status: 200, body: { properties, page, per_page: perPage } };
			},
			createProperty({ body }) {
				const wanted = (body as { property: NewProperty }).property;
				const objection = objectionTo(wanted);
				if (objection !== undefined) return refuse({ status: 400, message: objection });
				return { status: switches.createdStatus, body: { property: shown(account.create(wanted)) } };
			},
			getProperty: (call) =>
				withProperty(call, (property) => ({ status: 200, body: { property: shown(property) } })),
			updateProperty: update,
			// The document allows PATCH as well, so a caller that sends it is not taught otherwise.
			patchProperty: update,
			deleteProperty: (call) =>
				withProperty(call, (property) => {
					property.deleted = true;
					return noContent(switches.noContentAs);
				}),
			listChecks({ params: { property_id: id = '' } }) {
				const property = account.findEvenDeleted(id);
				return property
					? { status: 200, body: { checks: property.checks, property_id: property.id } }
					: notFound();
			},
		},
		close: () => bustle.close(),
		state: () => ({
			properties: account.all().map((property) => ({
				...shown(property),
				active: property.active,
				deleted: property.deleted,
				checks: structuredClone(property.checks),
			})),
			tokens: tokens.state(),
			switches: { ...switches },
		}),
	} satisfies Partner<SproveControlActions>;
}

function noContent(as: SproveSwitches['noContentAs']): Answer {
	if (as === '204') return { status: 204 };
	if (as === 'empty') return { status: 200, text: '' };
	const headers = as === 'textAsJson' ? { 'content-type': 'application/json; charset=utf-8' } : undefined;
	return { status: 200, text: 'No content', headers };
}

function notFound(): Answer {
	return refuse({ status: 404, message: 'Property not found' });
}

function refuse({ status, message, problems = [] }: Refusal): Answer {
	// sprove's table of codes is short: a wrong content type is a bad request, a wrong method a path there is not.
	const documented: Record<number, number> = { 405: 404, 415: 400 };
	return {
		status: documented[status] ?? status,
		body: { error: [message, ...problems.map(sentence)].join('; ') },
	};
}
