import type { FastifyReply } from 'fastify';
import { send, type RawResponse } from '../http/rawResponse';
import type { Partner } from '../partner';
import type { FaultKind } from './faultKind';
import { type Fault, isDelay, kindOf } from './fault';

/** What the faults of one request do to it. */
export interface FaultInjection {
	delayMs: number;
	dropsConnection: FaultKind['dropsConnection'];
	replaceResponse(partner: Partner): RawResponse | undefined;
	changeResponse(answer: RawResponse): RawResponse;
	sendResponse(reply: FastifyReply, answer: RawResponse): Promise<void> | void;
}

const NO_FAULT: FaultKind = { fields: {} };

/** Gathers what the faults of a request do: their delays add up, and at most one of them does something else. */
export function createInjection(faults: Fault[]): FaultInjection {
	const fault = faults.find((one) => !isDelay(one));
	const kind = fault ? kindOf(fault) : NO_FAULT;
	const options = fault ?? {};
	return {
		delayMs: faults.reduce((total, one) => total + (kindOf(one).delayMs?.(one) ?? 0), 0),
		dropsConnection: kind.dropsConnection,
		replaceResponse: (partner) => kind.replaceResponse?.(options, partner),
		changeResponse: (answer) => kind.changeResponse?.(answer, options) ?? answer,
		sendResponse: (reply, answer) =>
			kind.sendResponse ? kind.sendResponse(reply, answer, options) : send(reply, answer),
	};
}
