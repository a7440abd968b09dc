import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { RawResponse } from '../http/rawResponse';
import type { Partner } from '../partner';

type Options<Fields extends z.ZodRawShape> = z.output<z.ZodObject<Fields>>;

/**
 * One way in which a request can fail. A kind has its fields and the hooks it needs, in the order in which they are
 * called for a request.
 */
export interface FaultKind<Fields extends z.ZodRawShape = z.ZodRawShape> {
	/** The kind's own options. Which requests a fault meets is common to all kinds: see `faults.ts`. */
	fields: Fields;
	/** Milliseconds to wait first. A kind with a delay does nothing else, and adds up with other faults. */
	delayMs?(options: Options<Fields>): number;
	/** Closes the connection without an answer, before or after the partner does its work. */
	dropsConnection?: 'beforeWork' | 'afterWork';
	/** The answer in place of the partner's, which does no work then. */
	replaceResponse?(options: Options<Fields>, partner: Partner): RawResponse;
	/** Changes the answer after the partner has done its work. */
	changeResponse?(response: RawResponse, options: Options<Fields>): RawResponse;
	/** Sends the answer; without it the answer is sent whole and at once. */
	sendResponse?(reply: FastifyReply, answer: RawResponse, options: Options<Fields>): Promise<void> | void;
}

/** Checks a kind and lets its hooks know the types of its own fields. */
export function defineFaultKind<Fields extends z.ZodRawShape>(kind: FaultKind<Fields>): FaultKind<Fields> {
	return kind;
}
