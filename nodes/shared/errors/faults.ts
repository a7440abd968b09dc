import { isRecord } from '../guards';
import type { RequestSpec } from '../operation';

/** The connection never came about: nothing can have reached the partner. */
const NEVER_SENT = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH']);

/**
 * Those that an established connection can end with as well: Linux then passes on what a router or firewall said last
 * (`tcp_write_err`), and the request may have arrived.
 */
const ALSO_OF_A_LOST_ONE = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH']);

/**
 * The partner's certificate was refused (the names are OpenSSL's and Node's), or Node would not build the request:
 * nothing was sent, and it will be so again.
 */
const REFUSED_HERE =
	/^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(GET|VERIFY)_|ERR_TLS_CERT_|HOSTNAME_MISMATCH$|ERR_INVALID_CHAR$)/;

/** What became of one attempt that did not succeed: a status, or the code of a broken connection. */
export type Fault = { status: number } | { code: string };

/**
 * Reads a failure thrown by n8n's request helper: its status, else its code wherever n8n and axios have put it. A code
 * of NEVER_SENT is only given where that is certain; else it is ECONNRESET.
 */
export function faultOf(failure: unknown): Fault {
	const thrown = isRecord(failure) ? failure : {};
	const status = Number(thrown.httpCode);
	// An answer that broke off in the middle carries its status too; a success that was lost is a broken connection.
	if (status >= 300) return { status };
	const code = codeIn(thrown);
	if (code !== undefined)
		return { code: ALSO_OF_A_LOST_ONE.has(code) && !couldNotConnect(thrown) ? 'ECONNRESET' : code };
	// n8n 1.123 leaves out what axios says of an answer that broke off.
	return { code: status >= 200 ? 'ERR_BAD_RESPONSE' : '' };
}

/** The code of a broken connection, wherever n8n and axios have put it; undefined where there is none. */
function codeIn(thrown: Record<string, unknown>): string | undefined {
	for (let at: unknown = thrown, depth = 0; isRecord(at) && depth < 5; at = at.cause, depth++) {
		if (typeof at.code === 'string') return at.code;
	}
	// n8n before 2.41 leaves the code there alone.
	const { httpCode } = thrown;
	return typeof httpCode === 'string' && /^(E[A-Z]+|[A-Z]+(_[A-Z]+)+)$/.test(httpCode) ? httpCode : undefined;
}

/**
 * Whether Node says that it was the connecting that failed: "connect EHOSTUNREACH 192.0.2.1:443", not "read
 * EHOSTUNREACH". Every n8n puts a message of its own in place of Node's and keeps Node's among `messages`; n8n 2.8
 * keeps that of a host with several addresses as the description.
 */
function couldNotConnect({ message, messages, description }: Record<string, unknown>): boolean {
	return [message, messages, description].flat().some((text) => /^connect /.test(String(text)));
}

/**
 * True when the partner provably did nothing: it never got the request, or turned it away, as with 501 (RFC 9110
 * §15.6.2). A redirect other than 307 and 308 proves nothing: many servers do what a POST asks for and then point to
 * the result.
 */
export function nothingHappened(fault: Fault): boolean {
	if ('code' in fault) return NEVER_SENT.has(fault.code) || REFUSED_HERE.test(fault.code);
	const { status } = fault;
	return status === 501 || (status < 500 && status !== 408 && (status < 300 || status > 303));
}

/** The code of an answer that is longer than may be read: it will be so again. */
export const TOO_LONG = 'TOO_LONG';

/** `rateLimited` and `temporary` pass by themselves; `final` stays until somebody changes something. */
export type FaultKind = 'rateLimited' | 'temporary' | 'final';

/**
 * What a fault means, for all that ask: whether a request is sent again, a login tried again, a wait goes on, how n8n
 * backs off from a poll, and what the user is told.
 *
 * | Fault | Kind | Source |
 * | --- | --- | --- |
 * | 429 | rateLimited | RFC 6585 §4 |
 * | 408, 425, 5xx other than 501 | temporary | RFC 9110 §15.5.9, RFC 9110 §15.6, RFC 8470 §5.2 |
 * | any other status: a redirect that was not followed, 4xx, 501 | final | RFC 9110 §15.6.2 |
 * | a connection that broke or never came about | temporary | |
 * | a certificate that is not accepted, or a credential with a character that no header may have | final | |
 * | an answer that cannot be read: what asked for it is not sent again, but a wait and a poll go on | temporary | |
 * | an answer longer than may be read | final | |
 * | no code: n8n itself refused, over an address that is none or a host that the credential does not allow; or a login was answered without a token | final | |
 */
export function kindOf(fault: Fault): FaultKind {
	if ('code' in fault)
		return fault.code === '' || fault.code === TOO_LONG || REFUSED_HERE.test(fault.code)
			? 'final'
			: 'temporary';
	const { status } = fault;
	if (status === 429) return 'rateLimited';
	return status === 408 || status === 425 || (status >= 500 && status !== 501) ? 'temporary' : 'final';
}

/** True for a request that changes nothing, so that sending it twice is the same as once. */
export function isRead(request: Pick<RequestSpec, 'method' | 'safeToRepeat'>): boolean {
	return request.safeToRepeat === true || request.method === 'GET' || request.method === 'HEAD';
}

/**
 * Whether a request may be sent again after a fault. Reads: after whatever passes. Writes cost credits and write to
 * real people: only when nothing can have happened.
 */
export function maySendAgain(request: Pick<RequestSpec, 'method' | 'safeToRepeat'>, fault: Fault): boolean {
	const kind = kindOf(fault);
	if (kind === 'rateLimited' || ('code' in fault && NEVER_SENT.has(fault.code))) return true;
	return kind === 'temporary' && isRead(request);
}
