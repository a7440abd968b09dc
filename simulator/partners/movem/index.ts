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
import { invitationPage, movemPanel } from './page';
import { playTenant } from './playTenant';

const { apiKey } = credential;

/** Movem: tenant referencing. Each invitation costs a credit. */
export function createMovem(context: PartnerContext) {
	const account = new MovemAccount(context);
	const activity = movemActivity(context, account);
	const switches: MovemSwitches = { missingAs: 404, spacedStatus: false, noCredit: 'hold' };
	const show = (application: StoredApplication) => toMovemJson(application, switches.spacedStatus);

	/** Calls `use` with the application of the path, or returns the error for one that cannot be read. */
	const withApplication = (
		{ params }: ApiRequest,
		use: (application: StoredApplication) => ApiResponse,
	): ApiResponse => {
		const application = account.find(params.applicationId ?? '');
		if (!application) {
			return switches.missingAs === 204
				? { status: 204 }
				: errorResponse({ status: 404, message: 'Application not found' });
		}
		if (application.visibility === 'hidden')
			return errorResponse({ status: 403, message: 'Application is hidden' });
		if (application.visibility === 'removed')
			return errorResponse({ status: 410, message: 'Application was removed' });
		return use(application);
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
		},
		close: () => activity.close(),
		state: () => ({
			credits: account.credits,
			applications: account.all().map(show),
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
