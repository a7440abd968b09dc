import type { FastifyReply } from 'fastify';
import { answer, routeRequest } from './routing';
import type { RawRequest } from '../contract/contract';
import type { AnyPartner } from '../partner';
import type { Simulation } from '../simulation';
import { createInjection } from '../faults/faultInjection';
import { rateLimitAnswer } from './rateLimitAnswer';
import { dated, drop, pause, toWire } from './wire';

/**
 * Take one request through the simulator: write it down, hold it against the contract, let faults strike,
 * let the partner answer, hold the answer against the contract too, and send it.
 */
export async function handleRequest(
	simulation: Simulation,
	partner: AnyPartner,
	request: RawRequest & { url: string },
	reply: FastifyReply,
): Promise<void> {
	const { journal, traffic, faults, clock } = simulation;
	const { provider } = partner;
	const entry = journal.record({
		at: clock.iso(),
		provider,
		operationId: null,
		method: request.method,
		path: request.url,
		headers: request.headers,
		body: partner.keepable?.(request.bodyText) ?? request.bodyText,
	});
	const understood = routeRequest(partner, request, entry, journal);
	const operationId = entry.operationId ?? undefined;
	const comeBackIn = traffic.enter(provider, operationId);
	try {
		const requestFaults = faults.take(provider, operationId, request.url);
		entry.faults = requestFaults.map(({ kind }) => kind);
		const injection = createInjection(requestFaults);
		await pause(simulation.latencyMs + injection.delayMs);

		if (injection.dropsConnection === 'beforeWork') return drop(reply);
		// The answer shows one moment: everything due has happened, and the answer's Date is not later.
		clock.catchUp();
		const now = clock.now();
		const replacement =
			comeBackIn === undefined ? injection.replaceAnswer(partner) : rateLimitAnswer(partner, comeBackIn);
		const answered = () =>
			injection.changeAnswer(toWire(answer(partner, request, understood, entry, journal)));
		const wire = dated(replacement ?? answered(), now);
		if (injection.dropsConnection === 'afterWork') return drop(reply);
		entry.status = wire.status;
		await injection.sendAnswer(reply, wire);
	} finally {
		traffic.leave(provider);
	}
}
