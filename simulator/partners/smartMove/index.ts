import type { components } from '../../../openapi/types/smartmove';
import { loadContract } from '../../contract/contract';
import { type Problem, problemText } from '../../contract/problems';
import type { ApiResponse, ApiRequest, Partner, ApiError, PartnerContext } from '../../partner';
import { SmartMoveAccount } from './account';
import {
	type Application,
	toDetails,
	type HostedOrder,
	type NativeOrder,
	toControlJson,
	reportStatus,
	toSummary,
} from './application';
import { Autoplay } from './autoplay';
import { TEST_CARDS, redactCard } from './cards';
import {
	type SmartMoveControlActions,
	smartMoveControlActions,
	type SmartMoveSwitches,
} from './controlActions';
import { credential } from './credential';
import { formLink, orderForm, reportLink, reportPage, smartMovePanel } from './page';
import { playTenant } from './playTenant';
import { PostbackSender } from './postback/postbackSender';

type Schemas = components['schemas'];

const { apiKey } = credential;
const PAGE_SIZE = 10;

/** RentPrep SmartMove: tenant screenings that take weeks and send postbacks. */
export function createSmartMove(context: PartnerContext) {
	const postbackSender = new PostbackSender(context.clock);
	const account = new SmartMoveAccount(context, (application, text) =>
		postbackSender.send(application, text),
	);
	const autoplay = new Autoplay(context.clock, account);
	account.onAsked = (application, applicant) => playTenant(context.clock, account, application, applicant);
	const switches: SmartMoveSwitches = {
		applicationIdAs: 'number',
		firstPage: 0,
		earlyReportUrl: false,
		acceptsUndocumentedInput: false,
	};

	/** Calls `use` with the application of the body, if it belongs to the customer. */
	const withApplication = (
		{ body }: ApiRequest,
		use: (application: Application) => ApiResponse | string | undefined,
	): ApiResponse => {
		const { applicationId, referenceId } = body as Schemas['OneApplication'];
		const application = account.find(applicationId);
		// An application of another customer is not found. The reference may be a number, as in the document's samples.
		if (!application || application.customer !== String(referenceId)) {
			return badRequest(`There is no application ${applicationId} for this customer.`);
		}
		const outcome = use(application);
		if (typeof outcome === 'string') return badRequest(outcome);
		return outcome ?? { status: 200 };
	};
	/** Calls `use` for every address until one is rejected; changes before it stay. */
	const withApplicants = (
		request: ApiRequest,
		use: (application: Application, email: string) => string | undefined,
	): ApiResponse =>
		withApplication(request, (application) => {
			for (const email of emailsIn(request.body)) {
				const problem = use(application, email);
				if (problem !== undefined) return problem;
			}
			return undefined;
		});

	return {
		provider: 'smartmove' as const,
		title: 'RentPrep SmartMove, tenant screening',
		contract: loadContract('smartmove.yaml'),
		controlActions: smartMoveControlActions(account, postbackSender, autoplay, switches),
		authenticate,
		errorResponse,
		panel: () => smartMovePanel(context.address(), account, postbackSender.log),
		personPages: [orderForm(account), reportPage(account)],
		redactBody: redactCard,
		tolerates: (problem, body) =>
			switches.acceptsUndocumentedInput && isKnownUndocumentedInput(problem, body),
		notes: [`test cards    ${Object.keys(TEST_CARDS).join(', ')}; one ending in 0002 is declined`],
		close() {
			autoplay.close();
			postbackSender.close();
		},
		handlers: {
			createApplication({ body }) {
				const { token } = account.createDraft(body as HostedOrder);
				return { status: 200, body: formLink(context.address(), token) };
			},
			createApplicationNative({ body }) {
				const order = body as NativeOrder;
				const problem = account.orderProblem(order);
				if (problem !== undefined) return badRequest(problem);
				const { id } = account.place(order);
				return {
					status: 200,
					body: { number: id, string: String(id), object: { ApplicationId: id } }[switches.applicationIdAs],
				};
			},
			deleteApplicant: (request) =>
				withApplicants(request, (application, email) => account.deleteApplicant(application, email)),
			addApplicant: (request) =>
				withApplicants(request, (application, email) => account.addApplicant(application, email)),
			getApplication: (request) =>
				withApplication(request, (application) => ({ status: 200, body: toDetails(application) })),
			listApplications({ body }) {
				const { referenceId, limit = PAGE_SIZE, page = 0 } = body as Schemas['ListRequest'];
				const own = account.all().filter(({ customer }) => customer === String(referenceId));
				const offset = Math.max(0, page - switches.firstPage) * limit;
				return {
					status: 200,
					body: own
						.reverse()
						.slice(offset, offset + limit)
						.map(toSummary),
				};
			},
			cancelApplication: (request) => withApplication(request, (application) => account.cancel(application)),
			getReportUrl: (request) =>
				withApplication(request, (application) => {
					const status = reportStatus(application);
					if (status !== 'Ready' && !switches.earlyReportUrl)
						return `The report is not ready yet; it is ${status}.`;
					return { status: 200, body: reportLink(context.address(), application.reportToken) };
				}),
			getReportStatus: (request) =>
				withApplication(request, (application) => ({ status: 200, body: reportStatus(application) })),
		},
		state: () => ({
			applications: account.all().map(toControlJson),
			hosted: account.allDrafts().map(({ order, applicationId }) => ({
				customerReference: order.Customer.referenceId,
				applicationId,
			})),
			postbacks: postbackSender.log.list().length,
			autoplay: { ...autoplay.pace },
			switches: { ...switches, postbacks: { ...postbackSender.switches } },
		}),
	} satisfies Partner<SmartMoveControlActions>;
}

/** The email addresses of a request: one, or several joined by commas. */
function emailsIn(body: unknown): string[] {
	return String((body as Schemas['OneApplicant']).email)
		.split(',')
		.map((email) => email.trim());
}

/** Whether a problem is about input that RentPrep's own clients send: see `acceptsUndocumentedInput`. */
function isKnownUndocumentedInput({ field }: Problem, body: unknown): boolean {
	if (field === 'email') return emailsIn(body).every((email) => /^[^\s@]+@[^\s@]+$/.test(email));
	return (
		field === 'Customer.referenceId' &&
		Number.isInteger((body as { Customer: { referenceId: unknown } }).Customer.referenceId)
	);
}

function authenticate({ headers }: ApiRequest): ApiError | undefined {
	const sent = headers['x-apikey'];
	if (sent === undefined) return { status: 401, message: 'No API key: send it in x-apiKey' };
	return sent === apiKey ? undefined : { status: 401, message: 'Wrong API key' };
}

/** The error for a request that is valid by the schema. */
function badRequest(message: string): ApiResponse {
	return errorResponse({ status: 400, message });
}

function errorResponse({ status, message, problems = [] }: ApiError): ApiResponse {
	return { status, body: { Message: [message, ...problems.map(problemText)].join('; ') } };
}
