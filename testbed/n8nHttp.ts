/** n8n answered with an error status; the message quotes its body. */
export class N8nHttpError extends Error {
	override readonly name = 'N8nHttpError';

	constructor(
		readonly method: string,
		readonly path: string,
		readonly status: number,
		readonly body: string,
	) {
		super(`n8n answered ${status} to ${method} ${path}: ${body.slice(0, 500)}`);
	}
}

/** n8n ties a session to the browser that made it; any constant will do, but it must stay the same. */
const browserId = 'moving-partners-scripts';

/** Sends and receives JSON, and keeps the session cookie. */
export class N8nHttp {
	private cookie = '';

	constructor(readonly url: string) {}

	async request<T>(method: string, path: string, body?: unknown): Promise<T> {
		const text = await this.text(method, path, body);
		const parsed: unknown = text === '' ? undefined : JSON.parse(text);
		const wrapped =
			typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) && 'data' in parsed;
		return (wrapped ? (parsed as { data: unknown }).data : parsed) as T;
	}

	async text(method: string, path: string, body?: unknown): Promise<string> {
		const ask = async () =>
			await fetch(`${this.url}${path}`, {
				method,
				headers: {
					'browser-id': browserId,
					...(this.cookie ? { cookie: this.cookie } : {}),
					...(body === undefined ? {} : { 'content-type': 'application/json' }),
				},
				body: body === undefined ? undefined : JSON.stringify(body),
				signal: AbortSignal.timeout(60_000),
			});
		// After n8n was killed, fetch fails once for each of its connections that was kept open: a GET is sent again.
		let response: Response | undefined;
		for (let stale = 0; response === undefined; stale++) {
			response = await ask().catch((failure: unknown) => {
				if (method !== 'GET' || !(failure instanceof TypeError) || stale === 5) throw failure;
				return undefined;
			});
		}
		const text = await response.text();
		for (const cookie of response.headers.getSetCookie()) {
			if (cookie.startsWith('n8n-auth=')) this.cookie = cookie.split(';')[0] ?? '';
		}
		if (!response.ok) throw new N8nHttpError(method, path, response.status, text);
		return text;
	}
}
