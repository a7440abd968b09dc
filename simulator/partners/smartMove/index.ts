import type { components } from '../../../openapi/types/smartmove';
import { contractOf } from '../../contract/contract';
import { type Problem, sentence } from '../../contract/problems';
import type { Answer, Call, Partner, Refusal, PartnerContext } from '../../partner';
import { SmartMoveAccount } from './account';
import {
	type Application,
	details,
	type HostedOrder,
	type NativeOrder,
	picture,
	reportStatus,
	summary,
} from './application';
import { Autoplay } from './autoplay';
import { TEST_CARDS, withoutCard } from './cards';
import {
	type SmartMoveControlActions,
	smartMoveControlActions,
	type SmartMoveSwitches,
} from './controlActions';
import { credential } from './credential';
import { formLink, pageFor, reportLink } from './pages';
import { PostbackSender } from './postbackSender';

type Schemas = components['schemas'];

const { apiKey } = credential;
const PAGE_SIZE = 10;

/** RentPrep SmartMove: screenings that live on for weeks and tell of themselves by postback. */
export function createSmartMove(world: PartnerContext) {
	const postman = new PostbackSender(world.clock);
	const account = new SmartMoveAccount(world, (application, text) => postman.tell(application, text));
	const autoplay = new Autoplay(world.clock, account);
	const switches: SmartMoveSwitches = {
		applicationIdAs: 'number',
		firstPage: 0,
		earlyReportUrl: false,
		takesOwnClients: false,
	};

	/** Run `use` on the application the body names, if it is this customer's. */
	const withApplication = (
		{ body }: Call,
		use: (application: Application) => Answer | string | undefined,
	): Answer => {
		const { applicationId, referenceId } = body as Schemas['OneApplication'];
		const application = account.find(applicationId);
		// Somebody else's application is as good as none. A reference may be sent as a number, as in the samples.
		if (!application || application.customer !== String(referenceId)) {
			return no(`There is no application ${applicationId} for this customer.`);
		}
		const outcome = use(application);
		if (typeof outcome === 'string') return no(outcome);
		return outcome ?? { status: 200 };
	};
	/** Does the same for every address; the first that is refused ends it, and what was done before stands. */
	const withApplicants = (
		call: Call,
		use: (application: Application, email: string) => string | undefined,
	): Answer =>
		withApplication(call, (application) => {
			for (const email of emailsIn(call.body)) {
				const objection = use(application, email);
				if (objection !== undefined) return objection;
			}
			return undefined;
		});

	return {
		provider: 'smartmove' as const,
		title: 'RentPrep SmartMove, tenant screening',
		contract: contractOf('smartmove.yaml'),
		levers: smartMoveControlActions(account, postman, autoplay, switches),
		authenticate,
		refuse,
		page: (request) => pageFor(account, request),
		keepable: withoutCard,
		overlooks: (problem, body) => switches.takesOwnClients && isSentByOwnClients(problem, body),
		notes: [`test cards    ${Object.keys(TEST_CARDS).join(', ')}; one ending in 0002 is declined`],
		close() {
			autoplay.close();
			postman.close();
		},
		handlers: {
			createApplication({ body, headers }) {
				const { token } = account.begin(body as HostedOrder);
				return { status: 200, body: formLink(String(headers.host), token) };
			},
			createApplicationNative({ body }) {
				const order = body as NativeOrder;
				const objection = account.refusal(order);
				if (objection !== undefined) return no(objection);
				const { id } = account.place(order);
				return {
					status: 200,
					body: { number: id, string: String(id), object: { ApplicationId: id } }[switches.applicationIdAs],
				};
			},
			deleteApplicant: (call) =>
				withApplicants(call, (application, email) => account.deleteApplicant(application, email)),
			addApplicant: (call) =>
				withApplicants(call, (application, email) => account.addApplicant(application, email)),
			getApplication: (call) =>
				withApplication(call, (application) => ({ status: 200, body: details(application) })),
			listApplications({ body }) {
				const { referenceId, limit = PAGE_SIZE, page = 0 } = body as Schemas['ListRequest'];
				const own = account.all().filter(({ customer }) => customer === String(referenceId));
				const offset = Math.max(0, page - switches.firstPage) * limit;
				return {
					status: 200,
					body: own
						.reverse()
						.slice(offset, offset + limit)
						.map(summary),
				};
			},
			cancelApplication: (call) => withApplication(call, (application) => account.cancel(application)),
			getReportUrl: (call) =>
				withApplication(call, (application) => {
					const status = reportStatus(application);
					if (status !== 'Ready' && !switches.earlyReportUrl)
						return `The report is not ready yet; it is ${status}.`;
					return { status: 200, body: reportLink(String(call.headers.host), application.reportToken) };
				}),
			getReportStatus: (call) =>
				withApplication(call, (application) => ({ status: 200, body: reportStatus(application) })),
		},
		state: () => ({
			applications: account.all().map(picture),
			hosted: account.allDrafts().map(({ order, applicationId }) => ({
				customerReference: order.Customer.referenceId,
				applicationId,
			})),
			postbacks: postman.postbacks().length,
			autoplay: { ...autoplay.pace },
			switches: { ...switches, postbacks: { ...postman.switches } },
		}),
	} satisfies Partner<SmartMoveControlActions>;
}

/** The addresses of a request: one, or several joined by commas. */
function emailsIn(body: unknown): string[] {
	return String((body as Schemas['OneApplicant']).email)
		.split(',')
		.map((email) => email.trim());
}

/** Whether it is one of the things in which RentPrep's own clients and its document disagree. */
function isSentByOwnClients({ field }: Problem, body: unknown): boolean {
	if (field === 'email') return emailsIn(body).every((email) => /^[^\s@]+@[^\s@]+$/.test(email));
	return (
		field === 'Customer.referenceId' &&
		Number.isInteger((body as { Customer: { referenceId: unknown } }).Customer.referenceId)
	);
}

function authenticate({ headers }: Call): Refusal | undefined {
	const sent = headers['x-apikey'];
	if (sent === undefined) return { status: 401, message: 'No API key: send it in x-apiKey' };
	return sent === apiKey ? undefined : { status: 401, message: 'Wrong API key' };
}

/** A "no" to something that is valid by itself. */
function no(message: string): Answer {
	return refuse({ status: 400, message });
}

function refuse({ status, message, problems = [] }: Refusal): Answer {
	return { status, body: { Message: [message, ...problems.map(sentence)].join('; ') } };
}
