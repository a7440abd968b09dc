import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { AddressInfo } from 'node:net';
import { type Control, createControl } from '../control/control';
import { addControlRoutes, controlError, onlyFromThisMachine } from '../control/routes';
import { answerPersonPage, personPageOf } from '../pages/personPageRoutes';
import { addPageRoutes } from '../pages/routes';
import { instructions } from './indexPage';
import { handleRequest } from './requestHandler';
import { type SimulationOptions, Simulation } from '../simulation';

export type { Control, State } from '../control/control';
export type { FaultSpec } from '../faults/fault';
export type { JournalEntry, JournalFilter, Violation } from '../record/journal';
export type { RateLimit } from './traffic';
export { SIMULATED_CREDENTIALS } from '../credentials';

/** How to start the simulator. */
export interface SimulatorOptions extends SimulationOptions {
	/** 0 takes a free port. */
	port?: number;
	/** Where n8n is, for a link on the page. */
	n8n?: string;
}

/** A running simulator. */
export interface Simulator {
	/** `http://127.0.0.1:4010`; a partner's base URL is this plus its prefix, e.g. `/movem`. */
	url: string;
	port: number;
	control: Control;
	/** Where the page is and what to enter in n8n, for the terminal. */
	instructions: string;
	close(): Promise<void>;
}

// HEAD and GET are named because some partners document a HEAD operation, and a GET with a body.
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
const MEGABYTE = 1024 * 1024;

/** Starts the simulator on the loopback address. */
export async function startSimulator({
	port = 0,
	n8n,
	...options
}: SimulatorOptions = {}): Promise<Simulator> {
	const simulation = new Simulation(options);
	if (n8n !== undefined) simulation.n8n = { address: n8n };
	const control = createControl(simulation);
	const server = createServer();

	// In a scope of their own, so that the hook does not run for the partners' paths, which n8n may call from anywhere.
	void server.register(async (scope) => {
		scope.addHook('onRequest', onlyFromThisMachine);
		addControlRoutes(scope, control, simulation);
		addPageRoutes(scope, { simulation, control });
	});
	for (const { provider } of simulation.allPartners()) {
		const handler = (request: FastifyRequest, reply: FastifyReply) =>
			handlePartnerRequest(simulation, provider, request, reply);
		server.route({ method: METHODS, url: `/${provider}`, handler });
		server.route({ method: METHODS, url: `/${provider}/*`, handler });
	}
	server.route({
		method: METHODS,
		url: '/_elsewhere',
		handler: (request) => answerRedirected(simulation, request),
	});

	await server.listen({ port, host: '127.0.0.1' });
	const url = urlOf(server);
	simulation.address = url;
	const close = async () => {
		simulation.close();
		await server.close();
	};
	return { url, port: Number(new URL(url).port), control, instructions: instructions(simulation), close };
}

function createServer(): FastifyInstance {
	const server = Fastify({
		exposeHeadRoutes: false,
		forceCloseConnections: true,
		bodyLimit: 20 * MEGABYTE,
		routerOptions: { maxParamLength: 10_000 },
	});
	server.addHttpMethod('GET', { hasBody: true, overrideExisting: true });
	server.addHttpMethod('HEAD', { hasBody: true, overrideExisting: true });
	// Bodies are not parsed here: the journal shows them as sent, and the contract reports what is wrong with them.
	server.removeAllContentTypeParsers();
	server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
	server.setErrorHandler((error, _request, reply) => reply.code(400).send(controlError(error)));
	return server;
}

async function handlePartnerRequest(
	simulation: Simulation,
	provider: string,
	request: FastifyRequest,
	reply: FastifyReply,
): Promise<void> {
	const partner = simulation.partner(provider);
	if (!partner) throw new Error(`There is no partner ${provider}`);
	const url = request.raw.url ?? '/';
	const [path = '', query = ''] = url.slice(provider.length + 1).split(/\?(.*)/s);
	const page = personPageOf(partner, request.method, path);
	if (page) return await answerPersonPage(partner, page, request, reply);
	await handleRequest(
		simulation,
		partner,
		{
			method: request.method,
			url,
			path: path === '' ? '/' : path,
			query: new URLSearchParams(query),
			headers: request.headers,
			bodyText: bodyTextOf(request.body),
		},
		reply,
	);
}

/** A target for redirects: it answers every request, and the journal shows what arrived. */
function answerRedirected({ journal, clock }: Simulation, request: FastifyRequest): object {
	const { method, headers, body } = request;
	const path = request.raw.url ?? '';
	const entry = journal.record({
		at: clock.iso(),
		provider: 'elsewhere',
		operationId: null,
		method,
		path,
		headers,
		body: bodyTextOf(body),
	});
	entry.status = 200;
	return {};
}

function bodyTextOf(body: unknown): string {
	return typeof body === 'string' ? body : '';
}

function urlOf(server: FastifyInstance): string {
	const { port } = server.server.address() as AddressInfo;
	return `http://127.0.0.1:${port}`;
}
