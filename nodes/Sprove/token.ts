import { isRecord } from '../shared/guards';

/** Keys that may hold the token. sprove documents that there is a token, but not where (contract §8 no. 1). */
const TOKEN_KEYS = ['token', 'access_token', 'auth_token', 'jwt'];

/** The response to `POST /auth`, as n8n's helper returns it. */
export interface AuthResponse {
	body?: unknown;
	headers?: Record<string, unknown>;
}

/** Parses a JSON object or string. Anything else stays a text, because a token of digits is no number. */
function parse(body: unknown): unknown {
	if (typeof body !== 'string' || !/^\s*[{"]/.test(body)) return body;
	try {
		return JSON.parse(body);
	} catch {
		return body;
	}
}

function tokenInBody(raw: unknown): unknown {
	const body = parse(raw);
	if (!isRecord(body)) return body;
	const candidates = [body, body.data, body.auth]
		.filter(isRecord)
		.flatMap((container) => TOKEN_KEYS.map((name) => container[name]));
	return candidates.find((value) => typeof value === 'string' && value !== '');
}

/**
 * Finds the token in a response: as a member of a JSON object, a JSON string, plain text, or the Authorization header.
 *
 * @returns undefined when there is none
 */
export function readToken({ body, headers }: AuthResponse): string | undefined {
	const found = [tokenInBody(body), headers?.authorization].find(
		(value) => typeof value === 'string' && value.trim() !== '',
	);
	const token = typeof found === 'string' ? found.trim().replace(/^Bearer\s+/i, '') : '';
	// Excludes web pages, incomplete JSON, empty values, and texts longer than a header may be.
	return /^(?!(null|true|false)$)[^\s<>{}[\]"]{1,8000}$/.test(token) ? token : undefined;
}
