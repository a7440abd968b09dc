import type { components } from '../../../openapi/types/moving-portal';
import { DAY } from '../../time/clock';
import type { PartnerContext } from '../../partner';

const ACCESS_SECONDS = 1800;
const REFRESH_LIFETIME = 14 * DAY;

/** Issues, checks and expires tokens, and counts logins and refreshes. */
export class Tokens {
	logins = 0;

	refusedLogins = 0;

	refreshes = 0;

	private access = new Map<string, number>();

	private refresh = new Map<string, number>();

	constructor(private readonly context: PartnerContext) {}

	/** Issues an access token and a refresh token. */
	issue(): components['schemas']['Tokens'] {
		const { clock, random, recordToken } = this.context;
		const accessToken = random.hex(40);
		const refreshToken = random.hex(40);
		[accessToken, refreshToken].forEach(recordToken);
		this.access.set(accessToken, clock.now() + ACCESS_SECONDS * 1000);
		this.refresh.set(refreshToken, clock.now() + REFRESH_LIFETIME);
		return { tokenType: 'Bearer', accessToken, expiresIn: ACCESS_SECONDS, refreshToken };
	}

	/** Whether an access token is valid. */
	isValid(accessToken: string): boolean {
		return (this.access.get(accessToken) ?? 0) > this.context.clock.now();
	}

	/** Whether a refresh token is valid. */
	canRefresh(refreshToken: string): boolean {
		return (this.refresh.get(refreshToken) ?? 0) > this.context.clock.now();
	}

	/** Expires every access token, and on request every refresh token. */
	expire(refreshToo: boolean): void {
		this.access.clear();
		if (refreshToo) this.refresh.clear();
	}

	/** The number of valid tokens, logins and refreshes. */
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
