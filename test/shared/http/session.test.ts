import type { IDataObject } from 'n8n-workflow';
import fc from '../../support/fastCheck';

import type { Partner } from '../../../nodes/shared/operation';
import { LoginFailed, Session } from '../../../nodes/shared/http/session';

const partner: Partner = {
	name: 'Acme',
	credential: 'acmeApi',
	secrets: ['password'],
	baseUrl: () => '',
	readError: () => ({}),
	session: () => ({ token: 'token', expiredOn: [401] }),
};

/** n8n and a partner together: logs in when there is no token, as n8n does, and knows which tokens are valid. */
function fixture(scheduler: { schedule<T>(task: Promise<T>): Promise<T> }, token: string) {
	const credentials: IDataObject = { password: 'secret-1', token };
	const live = new Set([token]);
	const session = new Session(partner, credentials);
	const seen = { logins: 0, sent: 0 };
	const send = async () => {
		if (credentials.token === '') {
			seen.logins++;
			const fresh = `token ${seen.logins}`;
			await scheduler.schedule(Promise.resolve());
			live.add(fresh);
			credentials.token = fresh;
		}
		const used = String(credentials.token);
		seen.sent++;
		await scheduler.schedule(Promise.resolve());
		return { statusCode: live.has(used) ? 200 : 401 };
	};
	return { session, credentials, live, seen, send };
}

const now = { schedule: async <T>(task: Promise<T>) => await task };
const refusal = (httpCode: string) => Object.assign(new Error('no'), { httpCode });

describe('a token', () => {
	it('that has run out is renewed once, however many requests meet it and whichever ends first', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.scheduler(),
				fc.integer({ min: 1, max: 50 }),
				fc.constantFrom('old', ''),
				async (scheduler, requests, token) => {
					const { session, live, seen, send } = fixture(scheduler, token);
					live.delete('old');
					const replies = await scheduler.waitFor(
						Promise.all(Array.from({ length: requests }, async () => await session.with(send))),
					);
					expect(replies.every(({ statusCode }) => statusCode === 200)).toBe(true);
					expect(seen.logins).toBe(1);
					expect(seen.sent).toBeLessThanOrEqual(requests * 2);
				},
			),
		);
	});

	it('that runs out again and again is renewed once each time', async () => {
		const { session, live, seen, send } = fixture(now, 'old');
		for (let time = 1; time <= 3; time++) {
			live.clear();
			await Promise.all(Array.from({ length: 10 }, async () => await session.with(send)));
			expect(seen.logins).toBe(time);
		}
	});

	it('that is not taken although it was just given is not renewed for every request', async () => {
		const { session, seen, send } = fixture(now, '');
		const reply = async () => ({ ...(await send()), statusCode: 401 });
		for (let i = 0; i < 5; i++) await expect(session.with(reply)).resolves.toEqual({ statusCode: 401 });
		expect(seen).toEqual({ logins: 1, sent: 5 });
	});

	it('that was not taken at first is renewed like any other once it has been', async () => {
		const { session, live, seen, send } = fixture(now, '');
		await session.with(async () => ({ ...(await send()), statusCode: 401 }));
		await session.with(send);
		live.clear();
		await expect(session.with(send)).resolves.toEqual({ statusCode: 200 });
		expect(seen.logins).toBe(2);
	});

	it('that another request got, and that ran out before this one used it, is renewed by the next', async () => {
		const { session, live, seen, send } = fixture(now, 'old');
		live.clear();
		const last = async () => {
			const reply = await send();
			live.clear();
			return reply;
		};
		const replies = await Promise.all([session.with(last), session.with(last)]);
		expect(replies.map(({ statusCode }) => statusCode)).toEqual([200, 401]);
		await expect(session.with(send)).resolves.toEqual({ statusCode: 200 });
		expect(seen.logins).toBe(2);
	});

	it('is not renewed over any other answer', async () => {
		const { session, seen, send } = fixture(now, 'good');
		await session.with(async () => ({ ...(await send()), statusCode: 403 }));
		expect(seen).toEqual({ logins: 0, sent: 1 });
	});
});

describe('a login', () => {
	it.each(['400', '401', '403', '404'])('that is refused with %s is not tried again', async (status) => {
		const session = new Session(partner, { token: '' });
		let tried = 0;
		const send = async () => await Promise.reject<{ statusCode: number }>((tried++, refusal(status)));
		const outcomes = await Promise.allSettled(
			Array.from({ length: 10 }, async () => await session.with(send)),
		);
		expect(
			outcomes.every((outcome) => outcome.status === 'rejected' && outcome.reason instanceof LoginFailed),
		).toBe(true);
		expect(tried).toBe(1);
	});

	it('that n8n itself refused, without a code, is not tried again, and says why', async () => {
		const session = new Session(partner, { token: '' });
		const failure = new Error('Domain not allowed');
		const send = async () => await Promise.reject<{ statusCode: number }>(failure);
		const refused: unknown = await session.with(send).catch((thrown: unknown) => thrown);
		expect(refused).toMatchObject({ message: 'The login failed', failure });
		const again = jest.fn(async () => await Promise.resolve({ statusCode: 200 }));
		await expect(session.with(again)).rejects.toBe(refused);
		expect(again).not.toHaveBeenCalled();
	});

	it.each(['408', '429', '500', '503', 'ECONNRESET'])(
		'that came to nothing with %s may be tried again',
		async (status) => {
			const { session, seen, send } = fixture(now, '');
			await expect(session.with(async () => await Promise.reject(refusal(status)))).rejects.toBeInstanceOf(
				LoginFailed,
			);
			await expect(session.with(send)).resolves.toEqual({ statusCode: 200 });
			expect(seen.logins).toBe(1);
		},
	);

	it('is not blamed for a request that was sent and broke off', async () => {
		const { session, send } = fixture(now, '');
		const broken = session.with(
			async () => await send().then(async () => await Promise.reject(new Error('reset'))),
		);
		await expect(broken).rejects.not.toBeInstanceOf(LoginFailed);
	});

	it('of one is not blamed for what another had sent before', async () => {
		const { session, credentials, live, send } = fixture(now, 'old');
		let breakOff = (_: Error) => {};
		const earlier = session.with(
			async () => await new Promise<{ statusCode: number }>((_, reject) => (breakOff = reject)),
		);
		live.clear();
		const renewing = session.with(send);
		await Promise.resolve();
		credentials.token = '';
		breakOff(new Error('reset'));
		await expect(earlier).rejects.not.toBeInstanceOf(LoginFailed);
		await renewing;
	});
});

it('sends at once and for ever with a key that never runs out', async () => {
	const session = new Session({ ...partner, session: undefined }, { password: 'secret-1' });
	await expect(session.with(async () => ({ statusCode: 401 }))).resolves.toEqual({ statusCode: 401 });
});

describe('the secrets', () => {
	const named = (...[whose, credentials]: ConstructorParameters<typeof Session>) =>
		new Session(whose, credentials).secrets().map(({ value }) => value);

	it('are all that there are, the token too, without the blanks around them', () => {
		expect(named(partner, { password: ' secret-1\n', token: 't-1' })).toEqual(['secret-1', 't-1']);
		expect(named({ ...partner, session: undefined }, { password: 'secret-1', token: 't-1' })).toEqual([
			'secret-1',
		]);
		expect(named(partner, { token: '' })).toEqual([]);
	});

	it('hold every token that the run has had, also one that was replaced', async () => {
		const { session, live, send } = fixture(now, 'old');
		for (let time = 1; time <= 2; time++) {
			live.clear();
			await session.with(send);
		}
		expect(session.secrets().map(({ value }) => value)).toEqual(['secret-1', 'old', 'token 1', 'token 2']);
	});

	it('are known as they are sent too, without what came along invisibly when they were pasted', () =>
		expect(
			new Session(partner, { password: ' secret\u200b-1 ', token: '' }).secrets().map(({ value }) => value),
		).toEqual(['secret\u200b-1', 'secret-1']));

	it('are known without the scheme that a token was pasted with, because a partner names the token alone', () =>
		expect(named(partner, { password: 'Bearer abcdef-123456', token: '' })).toEqual([
			'Bearer abcdef-123456',
			'abcdef-123456',
		]));

	it('are the same objects each time, so that their spellings are computed once', () => {
		const session = new Session(partner, { password: 'secret-1', token: 't-1' });
		const first = session.secrets();
		expect(session.secrets().map((secret, index) => secret === first[index])).toEqual([true, true]);
	});
});
