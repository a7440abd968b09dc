import { html } from '../../pages/html';
import { newest, type Panel, shortTime, type Row, type Step } from '../../pages/panel';
import type { PersonPage, PersonPageContent } from '../../pages/personPage';
import type { Draft, SmartMoveAccount } from './account';
import {
	type Applicant,
	type Application,
	isOpen,
	POLICY_TEXTS,
	reportStatus,
	toDetails,
} from './application';
import type { PostbackLog } from './postback/postbackLog';
import { type Transition, type TransitionName, TRANSITIONS } from './transitions';

// Links begin with `/smartmove/api`, unlike the endpoints with `/api/smartmove`.
const FORM = '/smartmove/api/create/';
const REPORT = '/smartmove/api/application/report/';

/** The link to the form of a hosted order. */
export const formLink = (address: string, token: string) => `${address}/smartmove${FORM}${token}`;

/** The link to the reports of an application. */
export const reportLink = (address: string, token: string) => `${address}/smartmove${REPORT}${token}`;

/** SmartMove on the page at `/`. */
export function smartMovePanel(address: string, account: SmartMoveAccount, postbacks: PostbackLog): Panel {
	const drafts = account.allDrafts().filter(({ applicationId }) => applicationId === null);
	const applications = account.all();
	return {
		facts: [['Postbacks sent', postbacks.count]],
		steps: [{ words: 'Someone else orders a screening', action: 'addApplications', input: { count: 1 } }],
		lists: [
			{
				title: 'Forms to be finished',
				whenEmpty: 'None. n8n gets one with SmartMove’s Application: Create.',
				total: drafts.length,
				rows: newest(drafts, (draft) => draftRow(address, draft)),
			},
			{
				title: 'Applications',
				whenEmpty: 'None yet. A finished form becomes one, and n8n orders one with Create (Native).',
				total: applications.length,
				rows: newest(applications, (application) => applicationRow(address, application)),
			},
		],
	};
}

/** The page on which a customer finishes an order. */
export function orderForm(account: SmartMoveAccount): PersonPage {
	return {
		path: FORM,
		show(token) {
			const draft = account.draft(token);
			if (!draft) return undefined;
			if (draft.applicationId !== null)
				return {
					title: 'Order placed',
					facts: {},
					body: html`<p>Your application is number ${draft.applicationId}.</p>`,
					steps: [],
				};
			const { Application, Product, Property = {} } = draft.order;
			return {
				title: 'Finish your order',
				facts: {
					Tenants: (Application?.Applicants ?? []).join(', ') || 'not said yet',
					...(Product && { Product }),
					...Object.fromEntries(
						Object.entries(Property).map(([name, value]) => [name, String(value) || 'not said yet']),
					),
				},
				body: html`<p>What is missing will be made up. No card is asked for and nobody is written to.</p>`,
				steps: orderSteps(draft),
			};
		},
	};
}

/** The page of the reports of an application. */
export function reportPage(account: SmartMoveAccount): PersonPage {
	return {
		path: REPORT,
		show(token) {
			const application = account.findByReportToken(token);
			if (!application) return undefined;
			return reportStatus(application) === 'Ready' ? report(application) : notReadyYet(application);
		},
	};
}

function notReadyYet(application: Application): PersonPageContent {
	return {
		title: 'Not ready yet',
		facts: { Application: application.id },
		body: html`<p>The reports are ${reportStatus(application)}.</p>`,
		steps: [],
	};
}

function report(application: Application): PersonPageContent {
	const { Applicants, CreditRecommendationPolicyText, Property } = toDetails(application);
	const { Street, UnitNumber, City, State, Zip } = Property;
	return {
		title: `Reports of application ${application.id}`,
		facts: {
			Recommendation: CreditRecommendationPolicyText,
			Property: [Street, UnitNumber, City, `${State} ${Zip}`].filter(Boolean).join(', '),
			'Paid by': application.landlordPays ? 'the landlord' : 'the tenants',
		},
		body: html`<div class="wide" tabindex="0" role="region" aria-label="Tenants">
			<table>
				<thead>
					<tr>
						<th scope="col">Tenant</th>
						<th scope="col">Email</th>
						<th scope="col">Income a month</th>
						<th scope="col">Credit, criminal and eviction records</th>
					</tr>
				</thead>
				<tbody>
					${Applicants.map(
						(tenant) =>
							html`<tr>
								<th scope="row">${tenant.FirstName} ${tenant.LastName}</th>
								<td>${tenant.EmailAddress}</td>
								<td>$${tenant.EmploymentIncome}</td>
								<td>
									${tenant.ApplicantStatus === 'RequestDeclined' ? 'declined' : 'none, as all are made up'}
								</td>
							</tr>`,
					)}
				</tbody>
			</table>
		</div>`,
		steps: [],
	};
}

function draftRow(address: string, draft: Draft): Row {
	const { Customer, Application, Property } = draft.order;
	const name = Property?.PropertyName || Property?.Street || `Order of ${Customer.referenceId}`;
	return {
		id: `form-${draft.token}`,
		name,
		status: 'not placed yet',
		details: [`customer ${Customer.referenceId}`, ...(Application?.Applicants ?? [])],
		link: { words: 'Order form', url: formLink(address, draft.token) },
		steps: orderSteps(draft),
	};
}

function orderSteps({ token }: Draft): Step[] {
	return [
		{
			words: 'Landlord places the order and pays',
			action: 'finishHosted',
			input: { url: token, landlordPays: true },
		},
		{
			words: 'Landlord places the order, tenants pay',
			action: 'finishHosted',
			input: { url: token, landlordPays: false },
		},
	];
}

function applicationRow(address: string, application: Application): Row {
	const { id, customer, property, landlordPays, applicants, ending, createdAt, reportToken } = application;
	const status = reportStatus(application);
	return {
		id: `application-${id}`,
		name: `Application ${id}`,
		status: ending ?? status,
		details: [
			property.Name ?? property.Street,
			`customer ${customer}`,
			landlordPays ? 'landlord pays' : 'tenants pay',
			shortTime(createdAt),
		],
		...(status === 'Ready' && { link: { words: 'Report', url: reportLink(address, reportToken) } }),
		steps: isOpen(application) ? applicationSteps(application) : [],
		rows: applicants.map((applicant) => tenantRow(application, applicant)),
	};
}

function applicationSteps({ id: applicationId, applicants }: Application): Step[] {
	const input = { applicationId };
	const canBecomeReady = applicants.some(({ status }) => status !== 'RequestDeclined');
	return [
		...(canBecomeReady
			? [{ words: 'All tenants do their part, the report becomes ready', action: 'makeReady', input }]
			: []),
		{
			words: 'SmartMove will recommend',
			action: 'setRecommendation',
			input,
			choices: {
				label: 'Recommendation',
				options: ([1, 2, 3, 4, 5] as const).map((recommendation) => ({
					words: POLICY_TEXTS[recommendation],
					input: { recommendation },
				})),
			},
		},
		{ words: 'It expires', action: 'expire', input },
		{ words: 'The reports fail', action: 'fail', input },
	];
}

const TENANT_WORDS: Record<TransitionName, string> = {
	accept: 'Tenant accepts',
	decline: 'Tenant declines',
	completeIdentity: 'Tenant proves identity',
	requestReports: 'Tenant completes the application',
	makeAvailable: 'The report becomes ready',
	supportRequired: 'Tenant must phone TransUnion',
};

function tenantRow(application: Application, { email, status, firstName, lastName }: Applicant): Row {
	const possible = Object.entries<Transition>(TRANSITIONS).filter(([, { from }]) => from.includes(status));
	return {
		id: `${application.id}-${email}`,
		name: email,
		status,
		details: [`${firstName} ${lastName}`],
		steps: isOpen(application)
			? possible.map(([action]) => ({
					words: TENANT_WORDS[action as TransitionName],
					action,
					input: { applicationId: application.id, email },
				}))
			: [],
	};
}
