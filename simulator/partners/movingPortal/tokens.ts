import type { components } from '../../../openapi/types/moving-portal';
import { DAY } from '../../time/clock';
import type { PartnerContext } from '../../partner';

const ACCESS_SECONDS = 1800;
const REFRESH_LIFETIME = 14 * DAY;

/** Hands out tokens, knows which still live, and counts how often it was asked. */
export class Tokens {
	logins = 0;

	refusedLogins = 0;

	refreshes = 0;

	private access = new Map<string, number>();

	private refresh = new Map<string, number>();

	constructor(private readonly context: PartnerContext) {}

	/** A new pair of tokens. */
	issue(): components['schemas']['Tokens'] {
		const { clock, random, recordToken: issued } = this.context;
		const accessToken = random.hex(40);
		const refreshToken = random.hex(40);
		[accessToken, refreshToken].forEach(issued);
		this.access.set(accessToken, clock.now() + ACCESS_SECONDS * 1000);
		this.refresh.set(refreshToken, clock.now() + REFRESH_LIFETIME);
		return { tokenType: 'Bearer', accessToken, expiresIn: ACCESS_SECONDS, refreshToken };
	}

	/** Whether an access token opens the door now. */
	isValid(accessToken: string): boolean {
		return (this.access.get(accessToken) ?? 0) > this.context.clock.now();
	}

	/** Whether a refresh token may be exchanged now. */
	canRefresh(refreshToken: string): boolean {
		return (this.refresh.get(refreshToken) ?? 0) > this.context.clock.now();
	}

	/** Let every access token die now, and the refresh tokens too if asked. */
	expire(refreshToo: boolean): void {
		this.access.clear();
		if (refreshToo) this.refresh.clear();
	}

	/** How many tokens live, and what was asked for so far. */
	state(): Record<string, number> {
		const now = this.context.clock.now();
		const alive = (tokens: Map<string, number>) => [...tokens.values()].filter((until) => until > now).length;
		return {
			logins: this.logins,
			refusedLogins: this.refusedLogins,
			refreshes: this.refreshes,
			liveAccessTokens: alive(this.access),
			liveRefreshTokens: alive(this.refresh),
		};
	}
}
