import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';
import { z, ZodError } from 'zod';
import type { Control } from './control';
import { indexPage } from '../http/indexPage';
import type { FaultSpec } from '../faults/fault';
import type { RateLimit } from '../http/traffic';
import { SCENARIO_NAMES } from '../scenarios';
import type { Simulation } from '../simulation';

const amount = z.number().optional();
const stepSchema = z
	.object({ days: amount, hours: amount, minutes: amount, seconds: amount, milliseconds: amount })
	.strict();
const speedSchema = z.object({ speed: z.number().optional() }).strict();
const resetSchema = z
	.object({
		seed: z.number().int().optional(),
		now: z.string().optional(),
		latencyMs: z.number().min(0).optional(),
	})
	.strict();
const scenarioSchema = z.object({ name: z.enum(SCENARIO_NAMES) }).strict();
const filterSchema = z.object({
	since: z.coerce.number().optional(),
	provider: z.string().optional(),
	operationId: z.string().optional(),
});

/** A Host that only this machine has, with any port. */
const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;

/**
 * Why a control call or a pressed button is rejected, undefined when it is not. No web page but the simulator's own may
 * control it: a cross-origin call has the page's address in `Origin`, and one by DNS rebinding in `Host`.
 */
export function rejectionReason({ host, origin }: IncomingHttpHeaders): string | undefined {
	if (!LOOPBACK_HOST.test(host ?? ''))
		return `The control panel answers to 127.0.0.1, localhost and [::1] only, not to the host "${host ?? ''}".`;
	if (origin !== undefined && origin.toLowerCase() !== `http://${host}`.toLowerCase())
		return `The control panel takes no calls from web pages of others: the origin is "${origin}".`;
	return undefined;
}

/** The hook that lets in only programs of this machine and the simulator's own pages. */
export async function onlyFromThisMachine({ headers }: FastifyRequest, reply: FastifyReply): Promise<void> {
	const error = rejectionReason(headers);
	if (error !== undefined) await reply.code(403).send({ error });
}

/** The control interface over HTTP, for curl and for tests in another process. */
export function addControlRoutes(server: FastifyInstance, control: Control, simulation: Simulation): void {
	const json = (body: unknown): unknown => {
		const text = typeof body === 'string' ? body.trim() : '';
		return text === '' ? {} : (JSON.parse(text) as unknown);
	};
	const now = (value: string) => ({ now: value });

	server.get('/_control', (_request, reply) =>
		reply.type('text/plain; charset=utf-8').send(indexPage(simulation)),
	);
	server.get('/_control/state', () => control.state());
	server.post('/_control/reset', ({ body }) => {
		control.reset(resetSchema.parse(json(body)));
		return control.state();
	});

	server.post('/_control/scenario', ({ body }) => {
		control.scenario(scenarioSchema.parse(json(body)).name);
		return control.state();
	});

	server.get('/_control/clock', () => now(control.clock.now()));
	server.post('/_control/clock/set', ({ body }) =>
		now(control.clock.set(z.object({ now: z.string() }).strict().parse(json(body)).now)),
	);
	server.post('/_control/clock/advance', ({ body }) =>
		now(control.clock.advance(stepSchema.parse(json(body)))),
	);
	server.post('/_control/clock/run', ({ body }) => now(control.clock.run(speedSchema.parse(json(body)))));
	server.post('/_control/clock/stop', () => now(control.clock.stop()));

	server.get('/_control/faults', () => control.faults.list());
	server.post('/_control/faults', ({ body }) => ({ id: control.faults.add(json(body) as FaultSpec) }));
	server.delete('/_control/faults', () => (control.faults.clear(), {}));
	server.delete<{ Params: { id: string } }>('/_control/faults/:id', ({ params }) => {
		control.faults.clear(Number(params.id));
		return {};
	});

	server.post('/_control/rate-limit', ({ body }) => (control.rateLimit.set(json(body) as RateLimit), {}));
	server.delete('/_control/rate-limit', () => (control.rateLimit.clear(), {}));
	server.post('/_control/latency', ({ body }) => {
		control.setLatency(
			z
				.object({ ms: z.number().min(0) })
				.strict()
				.parse(json(body)).ms,
		);
		return {};
	});

	server.get('/_control/requests', ({ query }) => control.requests(filterSchema.parse(query)));
	server.get('/_control/violations', ({ query }) => control.violations(filterSchema.parse(query)));
	server.delete('/_control/requests', () => (control.clearJournal(), {}));
	server.get('/_control/tokens', () => control.issuedTokens());

	server.post<{ Params: { provider: string; action: string } }>(
		'/_control/:provider/:action',
		({ params, body }, reply) => {
			simulation.clock.catchUp();
			const actions = simulation.partner(params.provider)?.controlActions ?? {};
			const action = actions[params.action] as ((input: unknown) => unknown) | undefined;
			if (action) return action(json(body)) ?? {};
			const known = Object.keys(actions).join(', ') || 'nothing';
			return reply
				.code(404)
				.send({ error: `${params.provider} has no action ${params.action}; it has ${known}` });
		},
	);
}

/** The body of the 400 for a control call that fails. */
export function controlError(error: unknown): { error: string } {
	if (!(error instanceof ZodError)) return { error: error instanceof Error ? error.message : String(error) };
	return {
		error: error.issues.map(({ path, message }) => `${path.join('.') || 'input'}: ${message}`).join('; '),
	};
}
