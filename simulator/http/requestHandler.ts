import type { FastifyReply } from 'fastify';
import type { RawRequest } from '../contract/contract';
import { createInjection } from '../faults/faultInjection';
import type { Partner } from '../partner';
import type { Simulation } from '../simulation';
import { rateLimitResponse } from './rateLimitResponse';
import { drop, pause, toRawResponse, withDate } from './rawResponse';
import { respond, routeRequest } from './routing';

/**
 * Handles one request: enters it in the journal, checks it against the contract, applies faults, lets the partner
 * answer, checks the answer against the contract and sends it.
 */
export async function handleRequest(
	simulation: Simulation,
	partner: Partner,
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
		body: partner.redactBody?.(request.bodyText) ?? request.bodyText,
	});
	const routed = routeRequest(partner, request, entry, journal);
	const operationId = entry.operationId ?? undefined;
	const retryAfterSeconds = traffic.requestStarted(provider, operationId);
	try {
		const requestFaults = faults.take(provider, operationId, request.url);
		entry.faults = requestFaults.map(({ kind }) => kind);
		const injection = createInjection(requestFaults);
		await pause(simulation.latencyMs + injection.delayMs);

		if (injection.dropsConnection === 'beforeWork') return drop(reply);
		// Everything due by now happens first, so that the answer is of one moment and its Date is not later.
		clock.catchUp();
		const now = clock.now();
		const replacement =
			retryAfterSeconds === undefined
				? injection.replaceResponse(partner)
				: rateLimitResponse(partner, retryAfterSeconds);
		const partnerResponse = () =>
			injection.changeResponse(toRawResponse(respond(partner, request, routed, entry, journal)));
		const response = withDate(replacement ?? partnerResponse(), now);
		if (injection.dropsConnection === 'afterWork') return drop(reply);
		entry.status = response.status;
		await injection.sendResponse(reply, response);
	} finally {
		traffic.requestEnded(provider);
	}
}
