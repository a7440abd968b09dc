import type { IDataObject } from 'n8n-workflow';

import type { Partner } from '../operation';
import { Secret, faultOf, kindOf } from '../errors';

/** The login failed, so the request that needed it was never sent. */
export class LoginFailed extends Error {
	/** @param failure what n8n's helper threw */
	constructor(readonly failure: unknown) {
		super('The login failed');
	}
}

/** A response, and the token it was asked for with. */
interface Attempt<R> {
	response: R;
	token: unknown;
	/** n8n logged in for this very request. */
	isFresh: boolean;
}

/**
 * The credential of a run, read and decrypted once, and its login if it has one.
 *
 * n8n logs in whenever the token property is empty (`CredentialsHelper.preAuthentication`, n8n 2.41) and
 * puts the new token into the object it was given. So one login serves any number of requests: the first request
 * that finds the token expired empties it and is sent alone; the others wait, and then use the new token.
 */
export class Session {
	/** A login that is under way. */
	private loggingIn: Promise<void> | undefined;
	/** A login that was refused: it is not tried again in this run. */
	private refused: LoginFailed | undefined;
	/** A fresh token that was rejected: logging in again would not help. Forgotten as soon as it is accepted. */
	private rejected: unknown;

	/** Every secret that this run has had, by its value; a token that was replaced is one still. */
	private readonly known = new Map<string, Secret>();

	private readonly login: ReturnType<NonNullable<Partner['session']>>;

	/**
	 * @param credentials decrypted properties; changed in place by n8n when it logs in
	 */
	constructor(
		private readonly partner: Partner,
		readonly credentials: IDataObject,
	) {
		this.login = partner.session?.(credentials);
	}

	/**
	 * Every value that may appear in no message: secrets of the credential and the login's tokens, those too that were
	 * replaced in this run. The same object each time for the same value.
	 */
	secrets(): Secret[] {
		const names = [...this.partner.secrets, ...(this.login ? [this.login.token] : [])];
		for (const name of names) {
			const value = this.credentials[name];
			if (typeof value !== 'string') continue;
			// Without what came along when it was pasted, blanks and invisible characters (axios leaves those out of a
			// header) and the scheme of a header: a partner that repeats it does so without them.
			const visible = value.replace(/\p{Cf}/gu, '').trim();
			for (const secret of [value.trim(), visible, visible.replace(/^(bearer|basic)\s+/i, '')])
				if (secret !== '' && !this.known.has(secret)) this.known.set(secret, new Secret(secret));
		}
		return [...this.known.values()];
	}

	/** Whether n8n may have to log in before a request. */
	get hasLogin(): boolean {
		return this.login !== undefined;
	}

	/** False where a login is needed and has brought no token yet. */
	get isLoggedIn(): boolean {
		return this.token !== '';
	}

	/**
	 * Sends a request, and once more with a new token where the partner says that the old one has expired.
	 *
	 * @throws LoginFailed when there was no token to send it with. A login that was refused is not tried again
	 *   in this run: a wrong password must not lock an account.
	 */
	async with<R extends { statusCode: number }>(send: () => Promise<R>): Promise<R> {
		let attempt = await this.attempt(send);
		if (this.isExpired(attempt) && !attempt.isFresh && attempt.token !== this.rejected) {
			this.discard(attempt.token);
			attempt = await this.attempt(send);
		}
		if (!this.isExpired(attempt)) this.rejected = undefined;
		else if (attempt.isFresh) this.rejected = attempt.token;
		return attempt.response;
	}

	/** Sends with the token there is; without one it is the request for which n8n logs in, and all others wait. */
	private async attempt<R>(send: () => Promise<R>): Promise<Attempt<R>> {
		while (this.loggingIn) await this.loggingIn;
		if (this.refused) throw this.refused;
		const { token } = this;
		if (token !== '') return { response: await send(), token, isFresh: false };

		let done = () => {};
		this.loggingIn = new Promise((resolve) => (done = resolve));
		return await send()
			.then(
				(response) => ({ response, token: this.token, isFresh: true }),
				async (failure: unknown) =>
					await Promise.reject(this.isLoggedIn ? failure : this.loginFailed(failure)),
			)
			.finally(() => {
				this.loggingIn = undefined;
				done();
			});
	}

	private loginFailed(failure: unknown): LoginFailed {
		const failed = new LoginFailed(failure);
		// A login that was refused, or answered without a token, will be the same the next time.
		if (kindOf(faultOf(failure)) === 'final') this.refused = failed;
		return failed;
	}

	/** The token as it is now; undefined where there is no login. */
	private get token(): unknown {
		return this.login && this.credentials[this.login.token];
	}

	private isExpired({ response }: Attempt<{ statusCode: number }>): boolean {
		return this.login?.expiredOn.includes(response.statusCode) ?? false;
	}

	/** Stops using a token, unless another request has replaced it meanwhile. It stays a secret. */
	private discard(token: unknown): void {
		if (!this.login || this.token !== token) return;
		this.secrets();
		this.credentials[this.login.token] = '';
	}
}
