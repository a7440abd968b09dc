import { loadContract } from '../../contract/contract';
import { problemText } from '../../contract/problems';
import type { ApiResponse, ApiRequest, Partner, ApiError, PartnerContext } from '../../partner';
import {
	MovemAccount,
	toMovemJson,
	type Change,
	type StoredApplication,
	type NewApplication,
} from './account';
import { movemActivity } from './activity';
import { movemControlActions, type MovemControlActions, type MovemSwitches } from './controlActions';
import { credential } from './credential';
import { reportOf, statementsOf } from './files';
import { toMetaJson, toReferenceJson } from './referenceJson';
import { isDecided, type StoredReference } from './references';
import { invitationPage, movemPanel } from './page';
import { playTenant } from './playTenant';

const { apiKey } = credential;

/** Movem: tenant referencing. Each invitation costs a credit. */
export function createMovem(context: PartnerContext) {
	const account = new MovemAccount(context);
	const activity = movemActivity(context, account);
	const switches: MovemSwitches = {
		missingAs: 404,
		spacedStatus: false,
		noCredit: 'hold',
		decisionAs: 'sample',
		reviewAs: 'none',
		statementsAs: 'pdf',
	};
	const show = (application: StoredApplication) => toMovemJson(application, switches.spacedStatus);

	const missing = (what: string): ApiResponse =>
		switches.missingAs === 204
			? { status: 204 }
			: errorResponse({ status: 404, message: `${what} not found` });

	/** The error for what belongs to an application that cannot be seen; undefined for one that can. */
	const unseen = ({ visibility }: StoredApplication, what: string): ApiResponse | undefined => {
		if (visibility === 'hidden') return errorResponse({ status: 403, message: `${what} is hidden` });
		if (visibility === 'removed') return errorResponse({ status: 410, message: `${what} was removed` });
		return undefined;
	};

	/** Calls `use` with the application of the path, or returns the error for one that cannot be read. */
	const withApplication = (
		{ params }: ApiRequest,
		use: (application: StoredApplication) => ApiResponse,
	): ApiResponse => {
		const application = account.find(params.applicationId ?? '');
		if (!application) return missing('Application');
		return unseen(application, 'Application') ?? use(application);
	};

	/** The same for the reference of the path, with its application. */
	const withReference = (
		{ params }: ApiRequest,
		use: (reference: StoredReference, application: StoredApplication) => ApiResponse,
	): ApiResponse => {
		const reference = account.references.find(params.referenceId ?? '');
		const application = reference && account.find(reference.applicationId);
		if (!reference || !application) return missing('Reference');
		return unseen(application, 'Reference') ?? use(reference, application);
	};

	return {
		provider: 'movem' as const,
		title: 'Movem, tenant referencing',
		contract: loadContract('movem.yaml'),
		controlActions: movemControlActions(context, account, activity, switches),
		panel: () => movemPanel(account),
		personPages: [invitationPage(account)],
		authenticate,
		errorResponse,
		handlers: {
			createApplication({ body }) {
				const order = body as NewApplication;
				if (!account.canPay(order) && switches.noCredit === 'refuse') {
					return errorResponse({ status: 400, message: 'No credits left: an application costs one credit' });
				}
				const application = account.create(order);
				playTenant(context.clock, account, application);
				return { status: 200, body: show(application) };
			},
			listApplications: () => ({ status: 200, body: account.all().map(show) }),
			getApplication: (request) =>
				withApplication(request, (application) => ({ status: 200, body: show(application) })),
			updateApplication: (request) =>
				withApplication(request, (application) => {
					account.update(application, request.body as Change);
					return { status: 200, body: show(application) };
				}),
			deleteApplication: (request) =>
				withApplication(request, (application) => {
					const problem = account.delete(application);
					return problem ? errorResponse({ status: 400, message: problem }) : { status: 204 };
				}),
			getCredits: () => ({ status: 200, body: { credits: account.credits } }),
			getReference: (request) =>
				withReference(request, (reference, application) =>
					// A reference is generated once the tenant has finished.
					reference.finishedAt === undefined
						? missing('Reference')
						: { status: 200, body: toReferenceJson(reference, application, context.seed, switches) },
				),
			getReferenceReport: (request) =>
				withReference(request, (reference, application) =>
					isDecided(reference) ? { status: 200, file: reportOf(reference, application) } : missing('Report'),
				),
			getReferenceStatements: (request) =>
				withReference(request, (reference, application) =>
					reference.hasStatements
						? { status: 200, file: statementsOf(application, switches.statementsAs) }
						: missing('Statements'),
				),
			getReferenceMeta: (request) =>
				withReference(request, (reference) => ({ status: 200, body: toMetaJson(reference) })),
		},
		close: () => activity.close(),
		state: () => ({
			credits: account.credits,
			applications: account.all().map(show),
			references: account.references.all().map(({ id, applicationId, status, hasStatements }) => ({
				id,
				applicationId,
				status,
				hasStatements,
			})),
			switches: { ...switches },
		}),
	} satisfies Partner<MovemControlActions>;
}

function authenticate({ headers }: ApiRequest): ApiError | undefined {
	const accept = headers.accept;
	if (typeof accept === 'string' && !/\*\/\*|application\/(\*|([\w.-]+\+)?json)/i.test(accept)) {
		return { status: 406, message: `Only JSON can be had here, not ${accept}` };
	}
	// Movem documents two headers for the same key. One is enough, but neither may be wrong.
	const sent = [headers['x-api-key'], headers.authorization].filter((value) => value !== undefined);
	if (sent.length === 0) return { status: 401, message: 'No API key: send it in x-api-key or Authorization' };
	return sent.every((key) => key === apiKey) ? undefined : { status: 401, message: 'Wrong API key' };
}

function errorResponse({ status, message, problems = [] }: ApiError): ApiResponse {
	// Movem documents no 415, so a wrong content type gets its 400.
	return {
		status: status === 415 ? 400 : status,
		body: { message: [message, ...problems.map(problemText)].join('; ') },
	};
}
