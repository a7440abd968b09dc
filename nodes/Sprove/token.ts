import { isRecord } from '../shared/guards';

/** Where a token has been seen or may stand; sprove documents that there is one, not where (contract §8 no. 1). */
const TOKEN_KEYS = ['token', 'access_token', 'auth_token', 'jwt'];

/** What `POST /auth` answered, as n8n's helper hands it over. */
export interface AuthResponse {
	body?: unknown;
	headers?: Record<string, unknown>;
}

/** The value of a JSON object or text. Anything else is taken to the letter: a token of digits is no number. */
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
 * Finds the token in whatever shape it came: a member of the JSON, the JSON itself, plain text, or a header.
 *
 * @returns undefined when there is none
 */
export function readToken({ body, headers }: AuthResponse): string | undefined {
	const found = [tokenInBody(body), headers?.authorization].find(
		(value) => typeof value === 'string' && value.trim() !== '',
	);
	const token = typeof found === 'string' ? found.trim().replace(/^Bearer\s+/i, '') : '';
	// A web page is no token, nor is JSON that broke off or says nothing; one is no longer than a header may be.
	return /^(?!(null|true|false)$)[^\s<>{}[\]"]{1,8000}$/.test(token) ? token : undefined;
}
