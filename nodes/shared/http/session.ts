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

/** An answer, and what it was asked with. */
interface Asked<R> {
	reply: R;
	token: unknown;
	/** The token was got for this very request. */
	fresh: boolean;
}

/**
 * The credential of a run, read and decrypted once, and its login if it has one.
 *
 * n8n logs in whenever the token property is empty (`CredentialsHelper.preAuthentication`, n8n 2.41) and
 * puts the new token into the object it was given. So one login for any number of requests needs just
 * this: whoever finds the token over empties it and goes first, the rest wait and then use what it got.
 */
export class Session {
	private renewing: Promise<void> | undefined;
	private refused: LoginFailed | undefined;
	/** A token that was not taken although it had only just been given, until it is taken after all: another would fare no better. */
	private doubtful: unknown;

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
			// Without the blanks that came along when it was pasted: a partner that repeats it does so without them.
			const secret = typeof value === 'string' ? value.trim() : '';
			if (secret !== '' && !this.known.has(secret)) this.known.set(secret, new Secret(secret));
		}
		return [...this.known.values()];
	}

	/** False where a login is needed and has brought no token yet. */
	get isLoggedIn(): boolean {
		return this.token !== '';
	}

	/**
	 * Sends a request, and once more with a new token where the partner says that the old one is over.
	 *
	 * @throws LoginFailed when there was no token to send it with. A login that was refused is not tried again
	 *   in this run: a wrong password must not lock an account.
	 */
	async with<R extends { statusCode: number }>(send: () => Promise<R>): Promise<R> {
		let asked = await this.ask(send);
		if (this.isOver(asked) && !asked.fresh && asked.token !== this.doubtful) {
			this.discard(asked.token);
			asked = await this.ask(send);
		}
		if (!this.isOver(asked)) this.doubtful = undefined;
		else if (asked.fresh) this.doubtful = asked.token;
		return asked.reply;
	}

	/** Sends once there is a token, or as the one request with which n8n logs in. */
	private async ask<R>(send: () => Promise<R>): Promise<Asked<R>> {
		while (this.renewing) await this.renewing;
		if (this.refused) throw this.refused;
		const { token } = this;
		if (token !== '') return { reply: await send(), token, fresh: false };

		let done = () => {};
		this.renewing = new Promise((resolve) => (done = resolve));
		return await send()
			.then(
				(reply) => ({ reply, token: this.token, fresh: true }),
				async (failure: unknown) =>
					await Promise.reject(this.isLoggedIn ? failure : this.loginFailed(failure)),
			)
			.finally(() => {
				this.renewing = undefined;
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

	private isOver({ reply }: Asked<{ statusCode: number }>): boolean {
		return this.login?.expiredOn.includes(reply.statusCode) ?? false;
	}

	/** Uses a token no longer, unless it has been replaced meanwhile; it stays a secret. */
	private discard(token: unknown): void {
		if (!this.login || this.token !== token) return;
		this.secrets();
		this.credentials[this.login.token] = '';
	}
}
