import type { ApiResponse } from '../partner';

/** Fields that say what an answer is about, the most telling first. None of them is a secret. */
const TELLING = ['credits', 'reference', 'Status', 'status', 'name', 'ApplicationId'];
const REFUSAL = ['message', 'Message', 'error', 'detail'];

/**
 * What an answer says, in short: how many of what was asked for, a number, a status, or why it was refused. Null if it
 * says nothing, as of a login, whose token must not be shown.
 */
export function shortAnswer({ status, body }: ApiResponse): string | null {
	if (Array.isArray(body)) return String(body.length);
	if (typeof body === 'number') return String(body);
	// Longer ones are links, and links open a report or an order.
	if (typeof body === 'string') return body.length <= 20 ? body : null;
	if (typeof body !== 'object' || body === null) return null;
	const fields = body as Record<string, unknown>;
	if (status >= 400) return firstText(fields, REFUSAL);
	const own = firstText(fields, TELLING);
	if (own !== null) return own;
	const list = Object.values(fields).find((value) => Array.isArray(value));
	if (list) return String(list.length);
	const inner = Object.values(fields).find((value) => typeof value === 'object' && value !== null);
	return inner ? firstText(inner as Record<string, unknown>, TELLING) : null;
}

function firstText(fields: Record<string, unknown>, names: string[]): string | null {
	const name = names.find((one) => ['string', 'number'].includes(typeof fields[one]));
	return name === undefined ? null : String(fields[name]);
}
