import type { ApiResponse, PartnerContext } from '../../partner';

/** Where the answer of a login may have the token; the document leaves it open. Callers look in this order. */
export const TOKEN_SHAPES = [
	'token',
	'access_token',
	'auth_token',
	'jwt',
	'data.token',
	'auth.token',
	'jsonString',
	'text',
	/** In the Authorization header; the body is JSON without a token. */
	'header',
	/** In the Authorization header; there is no body. */
	'headerOnly',
	/** Nowhere, so that the caller must report it. */
	'none',
] as const;

/** One of the shapes. */
export type TokenShape = (typeof TOKEN_SHAPES)[number];

const MINUTE = 60_000;

/** Issues, checks and expires tokens, and counts logins. */
export class Tokens {
	logins = 0;

	refusedLogins = 0;

	/** Lifetime of a new token. */
	minutes = 60;

	private expiresAt = new Map<string, number>();

	constructor(private readonly context: PartnerContext) {}

	/** Issues a token; with `onlyThis` all earlier ones expire. */
	issue(onlyThis: boolean): string {
		const { clock, random, recordToken } = this.context;
		if (onlyThis) this.expiresAt.clear();
		const token = random.hex(40);
		recordToken(token);
		this.expiresAt.set(token, clock.now() + this.minutes * MINUTE);
		this.logins += 1;
		return token;
	}

	/** Whether a token is valid. */
	isValid(token: string): boolean {
		return (this.expiresAt.get(token) ?? 0) > this.context.clock.now();
	}

	/** Expires every token. */
	expire(): void {
		this.expiresAt.clear();
	}

	/** The number of valid tokens and of logins. */
	state() {
		const now = this.context.clock.now();
		return {
			logins: this.logins,
			refusedLogins: this.refusedLogins,
			liveTokens: [...this.expiresAt.values()].filter((until) => until > now).length,
		};
	}
}

/** The answer of a login with a token. */
export function loginResponse(token: string, shape: TokenShape): ApiResponse {
	const status = 200;
	switch (shape) {
		case 'data.token':
			return { status, body: { data: { token } } };
		case 'auth.token':
			return { status, body: { auth: { token } } };
		case 'jsonString':
			return { status, body: token };
		case 'text':
			return { status, text: token };
		case 'header':
			return { status, body: { message: 'Welcome' }, headers: { authorization: token } };
		case 'headerOnly':
			return { status, text: '', headers: { authorization: token } };
		case 'none':
			return { status, body: { message: 'Welcome' } };
		default:
			return { status, body: { [shape]: token } };
	}
}
