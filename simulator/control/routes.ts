import type { FastifyInstance } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';
import { z, ZodError } from 'zod';
import type { Control } from './control';
import type { FaultSpec } from '../faults/fault';
import type { Simulation } from '../simulation';
import type { RateLimit } from '../http/traffic';

const amount = z.number().optional();
const step = z
	.object({ days: amount, hours: amount, minutes: amount, seconds: amount, milliseconds: amount })
	.strict();
const pace = z.object({ speed: z.number().optional() }).strict();
const beginning = z
	.object({
		seed: z.number().int().optional(),
		now: z.string().optional(),
		latencyMs: z.number().min(0).optional(),
	})
	.strict();
const filter = z.object({
	since: z.coerce.number().optional(),
	provider: z.string().optional(),
	operationId: z.string().optional(),
});

/** A name by which only programs of this machine reach it, with any port. */
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;

/**
 * Why a control call is turned away: a web page that somebody has open must not throw switches. Its own address stands
 * in `Origin`; one whose name was made to lead to this machine stands in `Host`.
 *
 * @returns one sentence, undefined for a call that is welcome
 */
function turnedAway({ host, origin }: IncomingHttpHeaders): string | undefined {
	if (!LOOPBACK.test(host ?? ''))
		return `The control panel answers to 127.0.0.1, localhost and [::1] only, not to the host "${host ?? ''}".`;
	if (origin !== undefined && !LOOPBACK.test(origin.replace(/^https?:\/\//i, '')))
		return `The control panel takes no calls from web pages of other machines: the origin is "${origin}".`;
	return undefined;
}

/** The control panel over HTTP, for people with curl and for tests in another process; for this machine only. */
export function addControlRoutes(server: FastifyInstance, control: Control, simulation: Simulation): void {
	// A scope of its own, so that the partners' paths do not pass through the hook: n8n may call those from anywhere.
	void server.register(async (panel) => {
		panel.addHook('onRequest', async ({ headers }, reply) => {
			const error = turnedAway(headers);
			if (error !== undefined) await reply.code(403).send({ error });
		});
		addRoutes(panel, control, simulation);
	});
}

function addRoutes(server: FastifyInstance, control: Control, simulation: Simulation): void {
	const json = (body: unknown): unknown => {
		const text = typeof body === 'string' ? body.trim() : '';
		return text === '' ? {} : (JSON.parse(text) as unknown);
	};
	const now = (value: string) => ({ now: value });

	server.get('/_control/state', () => control.state());
	server.post('/_control/reset', ({ body }) => {
		control.reset(beginning.parse(json(body)));
		return control.state();
	});

	server.get('/_control/clock', () => now(control.clock.now()));
	server.post('/_control/clock/set', ({ body }) =>
		now(control.clock.set(z.object({ now: z.string() }).strict().parse(json(body)).now)),
	);
	server.post('/_control/clock/advance', ({ body }) => now(control.clock.advance(step.parse(json(body)))));
	server.post('/_control/clock/run', ({ body }) => now(control.clock.run(pace.parse(json(body)))));
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

	server.get('/_control/requests', ({ query }) => control.requests(filter.parse(query)));
	server.get('/_control/violations', ({ query }) => control.violations(filter.parse(query)));
	server.delete('/_control/requests', () => (control.clearJournal(), {}));
	server.get('/_control/tokens', () => control.issuedTokens());

	server.post<{ Params: { provider: string; lever: string } }>(
		'/_control/:provider/:lever',
		({ params, body }, reply) => {
			simulation.clock.catchUp();
			const levers = simulation.partner(params.provider)?.levers ?? {};
			const pull = levers[params.lever] as ((input: unknown) => unknown) | undefined;
			if (pull) return pull(json(body)) ?? {};
			const known = Object.keys(levers).join(', ') || 'nothing';
			return reply
				.code(404)
				.send({ error: `${params.provider} has no lever ${params.lever}; it has ${known}` });
		},
	);
}

/** What a slip in a control call is answered: 400 in words. */
export function controlError(error: unknown): { error: string } {
	if (!(error instanceof ZodError)) return { error: error instanceof Error ? error.message : String(error) };
	return {
		error: error.issues.map(({ path, message }) => `${path.join('.') || 'input'}: ${message}`).join('; '),
	};
}
