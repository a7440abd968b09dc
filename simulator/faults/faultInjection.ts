import type { Fault } from './faults';
import type { Answer, AnyPartner } from '../partner';
import { toWire, type Wire } from '../http/wire';

/** The 429 a partner gives, with the time to come back at if there is one. */
export function tooManyRequests(
	partner: AnyPartner,
	seconds?: number,
	as: 'seconds' | 'date' = 'seconds',
): Wire {
	const given = partner.refuse({ status: 429, message: 'Too many requests' });
	if (seconds === undefined) return toWire(given);
	// A client compares the date with its own clock, so it is the machine's time and not the simulated one.
	const value = as === 'date' ? new Date(Date.now() + seconds * 1000).toUTCString() : String(seconds);
	return toWire({ ...given, headers: { ...given.headers, 'retry-after': value } });
}

/** What a fault sends in place of an answer; undefined when the partner may do its work first. */
export function insteadOfAnswer(partner: AnyPartner, fault: Fault): Wire | undefined {
	switch (fault.kind) {
		case 'status':
			return anyStatus(fault.status, fault.body, fault.headers);
		case 'tooManyRequests':
			return tooManyRequests(partner, fault.retryAfterSeconds, fault.as);
		case 'wrongCredentials':
			return toWire(partner.refuse({ status: 401, message: 'The credentials are not valid' }));
		case 'html':
			return page(fault.status);
		case 'redirect':
			return { status: fault.status, headers: { location: fault.location }, text: '' };
		default:
			return undefined;
	}
}

/** What a fault makes of a finished answer on its way out. */
export function injectFault(wire: Wire, fault: Fault | undefined): Wire {
	if (fault?.kind === 'malformed') return { ...wire, text: cutOff(wire.text) };
	if (fault?.kind === 'empty') return { status: fault.status ?? wire.status, headers: {}, text: '' };
	return wire;
}

function anyStatus(status: number, body: unknown, headers: Answer['headers']): Wire {
	return toWire(typeof body === 'string' ? { status, text: body, headers } : { status, body, headers });
}

function page(status: number): Wire {
	const text = `<!doctype html><html><head><title>${status}</title></head><body><h1>Gateway says ${status}</h1></body></html>`;
	return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, text };
}

// Half of nothing is still valid JSON to many clients; an opened brace never is.
function cutOff(text: string): string {
	return text.length > 2 ? text.slice(0, Math.ceil(text.length / 2)) : '{"';
}
