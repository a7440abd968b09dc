import type { Fault } from './faults';

/** The `details` of a failed item, beside its message, in the output under "Continue". */
export interface FaultDetails {
	/** Labels of the fields at fault, as the user reads them. */
	fields?: string[];
	httpCode?: number;
	partnerMessage?: string;
	partnerCode?: string;
	partnerDetails?: string[];
	/** True when a write may have been carried out although it failed. */
	mayHaveHappened?: boolean;
	/** Where an item names several things: those done before the failure, and the others (see `mapSequentially`). */
	done?: string[];
	notDone?: string[];
}

/** What is known of an error beside its message. It is kept apart because n8n's error classes have no member for it. */
const knownByError = new WeakMap<object, { details: FaultDetails; fault?: Fault }>();

/** Keeps what is known of an error; `fault` is what it came of, absent for a sentence of our own. */
export function keepDetails(error: Error, details: FaultDetails, fault?: Fault): void {
	knownByError.set(error, { details, fault });
}

/** Whatever was thrown: for what is no object there is nothing. */
const knownOf = (failure: unknown) => knownByError.get(failure as object);

/** The details of a failure; empty for one that no ErrorFactory created. */
export function faultDetails(failure: unknown): FaultDetails {
	return knownOf(failure)?.details ?? {};
}

/** What a failure came of; undefined for a sentence of our own, and for what no ErrorFactory created. */
export function faultBehind(failure: unknown): Fault | undefined {
	return knownOf(failure)?.fault;
}
