import type { Page, PageRequest } from '../../partner';
import type { SmartMoveAccount } from './account';
import { toDetails, isOpen, reportStatus } from './application';

// Links begin with `/smartmove/api`, unlike the endpoints with `/api/smartmove`.
const FORM = '/smartmove/api/create';
const REPORT = '/smartmove/api/application/report';

/** The link to the form of a hosted order; `host` is the one that the caller used. */
export const formLink = (host: string, token: string) => `http://${host}/smartmove${FORM}/${token}`;

/** The link to the reports of an application. */
export const reportLink = (host: string, token: string) => `http://${host}/smartmove${REPORT}/${token}`;

/** The page of a link: the form of a hosted order, or the reports. */
export function pageFor(account: SmartMoveAccount, { method, path }: PageRequest): Page | undefined {
	const token = path.split('/').pop() ?? '';
	if (path === `${FORM}/${token}` && ['GET', 'POST'].includes(method)) return form(account, method, token);
	if (path === `${REPORT}/${token}` && method === 'GET') return report(account, token);
	return undefined;
}

function form(account: SmartMoveAccount, method: string, token: string): Page {
	const draft = account.draft(token);
	if (!draft) return page(404, 'No such order', 'This link leads nowhere.');
	if (method === 'POST' && draft.applicationId === null) account.completeDraft(draft);
	if (draft.applicationId !== null) {
		return page(200, 'Order placed', `<p>Your application is number ${draft.applicationId}.</p>`);
	}
	const { Application, Property } = draft.order;
	return page(
		200,
		'Finish your order',
		`${list({ Tenants: (Application?.Applicants ?? []).join(', '), ...Property })}
		<p>What is missing will be made up. No card is asked for and nobody is written to.</p>
		<form method="post"><button>Place the order</button></form>`,
	);
}

function report(account: SmartMoveAccount, token: string): Page {
	const application = account.findByReportToken(token);
	if (!application) return page(404, 'No such report', 'This link leads nowhere.');
	const { Applicants, CreditRecommendationPolicyText } = toDetails(application);
	if (isOpen(application) || reportStatus(application) !== 'Ready')
		return page(200, 'Not ready yet', `<p>The reports are ${reportStatus(application)}.</p>`);
	const names = Applicants.map(({ FirstName, LastName }) => `${FirstName} ${LastName}`).join(', ');
	return page(
		200,
		`Reports of application ${application.id}`,
		list({ Tenants: names, Recommendation: CreditRecommendationPolicyText }),
	);
}

function list(fields: Record<string, unknown>): string {
	const rows = Object.entries(fields).map(
		([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(String(value))}</dd>`,
	);
	return `<dl>${rows.join('')}</dl>`;
}

function page(status: number, title: string, body: string): Page {
	const head = `<meta charset="utf-8"><title>${title}</title>`;
	const html = `<!doctype html><html lang="en"><head>${head}</head><body><h1>${title}</h1>${body}<p>Everything here is simulated.</p></body></html>`;
	return { status, html };
}

function escapeHtml(text: string): string {
	const names: Record<string, string> = {
		'&': '&amp;',
		'<': '&lt;',
		'>': '&gt;',
		'"': '&quot;',
		"'": '&#39;',
	};
	return text.replace(/[&<>"']/g, (character) => names[character] ?? character);
}
