import type { FastifyReply } from 'fastify';
import type { RawRequest } from '../contract/contract';
import { createInjection } from '../faults/faultInjection';
import { type Fault, isDelay } from '../faults/fault';
import type { Partner } from '../partner';
import type { JournalEntry } from '../record/journal';
import { shortAnswer } from '../record/shortAnswer';
import type { Simulation } from '../simulation';
import { rateLimitResponse } from './rateLimitResponse';
import { drop, pause, toRawResponse, withDate } from './rawResponse';
import { respond, routeRequest, type RoutedRequest } from './routing';

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
	const { journal, traffic, clock } = simulation;
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
		const requestFaults = faultsOf(simulation, partner, entry, routed);
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
		const partnerResponse = () => {
			const response = respond(partner, request, routed, entry, journal);
			entry.answer = shortAnswer(response);
			return injection.changeResponse(toRawResponse(response));
		};
		const response = withDate(replacement ?? partnerResponse(), now);
		if (injection.dropsConnection === 'afterWork') return drop(reply);
		entry.status = response.status;
		await injection.sendResponse(reply, response);
	} finally {
		traffic.requestEnded(provider);
	}
}

/** The faults of a request: the one that the caller has provoked by a magic value, and those that are switched on. */
function faultsOf(
	{ faults, provokedFaults }: Simulation,
	{ provider }: Partner,
	{ operationId, path }: JournalEntry,
	{ handling }: RoutedRequest,
): Fault[] {
	const provoked = handling && provokedFaults.take(handling.request);
	// A second fault that replaces the answer would be counted without happening.
	if (provoked && !isDelay(provoked)) return [provoked];
	const switchedOn = faults.take(provider, operationId ?? undefined, path);
	return provoked ? [provoked, ...switchedOn] : switchedOn;
}
