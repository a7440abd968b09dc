import type { ApiResponse, PartnerContext } from '../../partner';

/** Where a login's answer has the token. The document leaves it open; these are what is looked for, in this order. */
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
	/** Nowhere, so that a caller must say so. */
	'none',
] as const;

/** One of the shapes. */
export type TokenShape = (typeof TOKEN_SHAPES)[number];

const MINUTE = 60_000;

/** Hands out tokens, knows which still live, and counts the logins. */
export class Tokens {
	logins = 0;

	refusedLogins = 0;

	/** How long a new token lives. */
	minutes = 60;

	private expiresAt = new Map<string, number>();

	constructor(private readonly context: PartnerContext) {}

	/** A new token; with `alone` it is the only one that still opens the door. */
	issue(onlyThis: boolean): string {
		const { clock, random, recordToken: issued } = this.context;
		if (onlyThis) this.expiresAt.clear();
		const token = random.hex(40);
		issued(token);
		this.expiresAt.set(token, clock.now() + this.minutes * MINUTE);
		this.logins += 1;
		return token;
	}

	/** Whether a token opens the door now. */
	isValid(token: string): boolean {
		return (this.expiresAt.get(token) ?? 0) > this.context.clock.now();
	}

	/** Let every token die now. */
	expire(): void {
		this.expiresAt.clear();
	}

	/** How many tokens live, and how often somebody logged in. */
	state() {
		const now = this.context.clock.now();
		return {
			logins: this.logins,
			refusedLogins: this.refusedLogins,
			liveTokens: [...this.expiresAt.values()].filter((until) => until > now).length,
		};
	}
}

/** Put a token into the shape of an answer. */
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
