import type { FastifyReply } from 'fastify';
import { answer, routeRequest } from './routing';
import type { RawRequest } from '../contract/contract';
import type { AnyPartner } from '../partner';
import type { Simulation } from '../simulation';
import { insteadOfAnswer, injectFault, tooManyRequests } from '../faults/faultInjection';
import { breakOff, dated, drip, drop, pause, send, toWire } from './wire';

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
		const struck = faults.meet(provider, operationId, request.url);
		entry.faults = struck.map(({ kind }) => kind);
		const slow = struck.reduce((total, fault) => total + (fault.kind === 'latency' ? fault.ms : 0), 0);
		await pause(simulation.latencyMs + slow);

		const fault = struck.find(({ kind }) => kind !== 'latency');
		if (fault?.kind === 'dropBefore') return drop(reply);
		// The answer shows the world at one moment: all that is due has happened, and its Date is not later.
		clock.catchUp();
		const now = clock.now();
		const instead =
			comeBackIn === undefined
				? fault && insteadOfAnswer(partner, fault)
				: tooManyRequests(partner, comeBackIn);
		const answered = () => injectFault(toWire(answer(partner, request, understood, entry, journal)), fault);
		const wire = dated(instead ?? answered(), now);
		if (fault?.kind === 'dropAfter') return drop(reply);
		entry.status = wire.status;
		if (fault?.kind === 'drip') await drip(reply, wire, fault.overMs, fault.pieces);
		else if (fault?.kind === 'breakOff') breakOff(reply, wire);
		else send(reply, wire);
	} finally {
		traffic.leave(provider);
	}
}
