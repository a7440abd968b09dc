import type { FastifyInstance, FastifyReply } from 'fastify';
import { rejectionReason, controlError } from '../control/routes';
import { asset } from './assets';
import { dashboard, type Said } from './dashboard';
import { PAGE_HEADERS } from './document';
import { SECTIONS } from './sections';
import type { PageContext } from './section';

/** The page at `/`, what it loads and what its buttons post to. `server` lets in only who may use the control interface. */
export function addPageRoutes(server: FastifyInstance, context: PageContext): void {
	const sendPage = (reply: FastifyReply, said?: Said) => {
		context.simulation.clock.catchUp();
		return reply
			.code(said?.failed ? 400 : 200)
			.headers(PAGE_HEADERS)
			.send(dashboard(context, said));
	};

	server.get('/', (_request, reply) => sendPage(reply));
	server.get<{ Params: { name: string } }>('/_page/assets/:name', ({ params }, reply) => {
		const found = asset(params.name);
		if (!found) return reply.code(404).send();
		return reply.type(found.type).header('cache-control', 'max-age=600').send(found.text);
	});
	server.post<{ Params: { section: string; action: string } }>(
		'/_page/:section/:action',
		async ({ params, headers, body }, reply) => {
			const error = rejectionReason(headers);
			if (error !== undefined) return reply.code(403).send({ error });
			context.simulation.clock.catchUp();
			const section = SECTIONS.find(({ id }) => id === params.section);
			const action = Object.entries(section?.actions ?? {}).find(([name]) => name === params.action)?.[1];
			if (!action) return reply.code(404).send();
			try {
				const text = await action(context, new URLSearchParams(typeof body === 'string' ? body : ''));
				return sendPage(reply, { text, failed: false });
			} catch (error) {
				return sendPage(reply, { text: controlError(error).error, failed: true });
			}
		},
	);
}
