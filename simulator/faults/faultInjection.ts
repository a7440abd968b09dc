import type { FastifyReply } from 'fastify';
import { send, type Wire } from '../http/wire';
import type { AnyPartner } from '../partner';
import type { FaultKind } from './faultKind';
import { type Fault, isDelay, kindOf } from './fault';

/** What the faults of one request do to it. */
export interface FaultInjection {
	delayMs: number;
	dropsConnection: FaultKind['dropsConnection'];
	replaceAnswer(partner: AnyPartner): Wire | undefined;
	changeAnswer(answer: Wire): Wire;
	sendAnswer(reply: FastifyReply, answer: Wire): Promise<void> | void;
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
		replaceAnswer: (partner) => kind.replaceAnswer?.(options, partner),
		changeAnswer: (answer) => kind.changeAnswer?.(answer, options) ?? answer,
		sendAnswer: (reply, answer) =>
			kind.sendAnswer ? kind.sendAnswer(reply, answer, options) : send(reply, answer),
	};
}
