import { NodeApiError, type IDataObject } from 'n8n-workflow';

import type { Provider } from './operation';

/** The partner answered the login with "no", which asking again will not change. */
function isRefusal(failure: unknown): boolean {
	const status = failure instanceof NodeApiError ? Number(failure.httpCode) : NaN;
	return status >= 400 && status < 500 && status !== 408 && status !== 429;
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
	private refused: { failure: unknown } | undefined;

	private readonly login: ReturnType<NonNullable<Provider['session']>>;

	/**
	 * @param credentials decrypted properties; changed in place by n8n when it logs in
	 */
	constructor(
		private readonly provider: Provider,
		readonly credentials: IDataObject,
	) {
		this.login = provider.session?.(credentials);
	}

	/** Every value that may appear in no message: secrets of the credential and the login's token. */
	secrets(): string[] {
		const names = [...this.provider.secrets, ...(this.login ? [this.login.token] : [])];
		// Without the blanks that came along when it was pasted: a partner that repeats it does so without them.
		return names.map((name) => this.credentials[name]).filter((value) => typeof value === 'string').map((value) => value.trim());
	}

	/** The token as it is now, to compare later; undefined where there is no login. */
	get token(): unknown {
		return this.login && this.credentials[this.login.token];
	}

	/** Whether an answer's status means that the token it was asked with is over. */
	isOver(status: number): boolean {
		return this.login?.expiredOn.includes(status) ?? false;
	}

	/** Forgets a token, unless it has been replaced meanwhile. */
	discard(token: unknown): void {
		if (this.login && this.token === token) this.credentials[this.login.token] = '';
	}

	/**
	 * Sends once there is a token, or as the one request with which n8n logs in.
	 * A login that was refused is not tried again in this run: a wrong password must not lock an account.
	 */
	async with<T>(send: () => Promise<T>): Promise<T> {
		while (this.renewing) await this.renewing;
		if (this.refused) throw this.refused.failure;
		if (this.token !== '') return await send();

		let done = () => {};
		this.renewing = new Promise((resolve) => (done = resolve));
		return await send()
			.catch((failure: unknown) => {
				if (this.token === '' && isRefusal(failure)) this.refused = { failure };
				return Promise.reject(failure);
			})
			.finally(() => {
				this.renewing = undefined;
				done();
			});
	}
}
