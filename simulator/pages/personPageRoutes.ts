import type { FastifyReply, FastifyRequest } from 'fastify';
import { rejectionReason, controlError } from '../control/routes';
import type { Partner } from '../partner';
import { PAGE_HEADERS } from './document';
import { personPage, type PersonPage, type PersonPageContent } from './personPage';
import { takeStep } from './step';

/** A page of a person, with what tells it from others of its kind. */
interface Found {
	page: PersonPage;
	token: string;
}

/** The page of a path below the partner's prefix; undefined when the path belongs to the API. */
export function personPageOf(partner: Partner, method: string, path: string): Found | undefined {
	if (method !== 'GET' && method !== 'POST') return undefined;
	const page = partner.personPages?.find((one) => path.startsWith(one.path));
	return page && { page, token: path.slice(page.path.length) };
}

/** Shows the page of a person, after the step that was taken there. */
export async function answerPersonPage(
	partner: Partner,
	{ page, token }: Found,
	{ method, headers, body }: FastifyRequest,
	reply: FastifyReply,
): Promise<void> {
	const reason = method === 'POST' ? rejectionReason(headers) : undefined;
	if (reason !== undefined) return void reply.code(403).send({ error: reason });
	const before = page.show(token);
	const fields = new URLSearchParams(method === 'POST' && typeof body === 'string' ? body : '');
	const said = before && (await stepOn(partner, before, fields));
	const content = page.show(token) ?? { title: 'This link leads nowhere', facts: {}, steps: [] };
	await reply
		.code(before ? 200 : 404)
		.headers(PAGE_HEADERS)
		.send(personPage(partner.title, content, said));
}

/** Takes the step that was clicked, if it stands on the page; says what came of it. */
async function stepOn(
	partner: Partner,
	{ steps }: PersonPageContent,
	fields: URLSearchParams,
): Promise<string | undefined> {
	const step = steps.find(({ words }) => words === fields.get('step'));
	if (!step) return undefined;
	const choice = step.choices?.options.find(({ words }) => words === fields.get('choice'));
	try {
		await takeStep(partner, step.action, { ...step.input, ...choice?.input });
		return `Done: ${[step.words, choice?.words].filter(Boolean).join(', ')}.`;
	} catch (error) {
		return controlError(error).error;
	}
}
