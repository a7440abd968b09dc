import type { Reply } from '../../support/client';
import { JSON_TYPE, Landlord, LOGIN } from '../../support/landlord';

let landlord: Landlord;
beforeAll(async () => {
	landlord = await Landlord.start();
});
afterAll(() => landlord.simulator.close());
beforeEach(() => landlord.reset(false));

const FIELDS = ['token', 'access_token', 'auth_token', 'jwt'] as const;
const field = (reply: Reply, ...path: string[]) =>
	path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], reply.body);

describe('a login', () => {
	it('gives a valid token, and counts', async () => {
		const reply = await landlord.login();
		expect(reply).toMatchObject({ status: 200, body: { token: expect.stringMatching(/^[0-9a-f]{40}$/) } });
		expect(await landlord.statusWith(`Bearer ${String(field(reply, 'token'))}`)).toBe(200);
		await landlord.login();
		expect(landlord.state.tokens).toEqual({ logins: 2, refusedLogins: 0, liveTokens: 2 });
		expect(landlord.simulator.control.violations()).toEqual([]);
	});

	it.each([
		['a wrong client', { ...LOGIN, 'Client-ID': 'somebody-else' }],
		['a wrong key', { ...LOGIN, 'Secret-Key': 'x' }],
		[
			'client and key exchanged',
			{ ...LOGIN, 'Client-ID': LOGIN['Secret-Key'], 'Secret-Key': LOGIN['Client-ID'] },
		],
		['no key', { ...JSON_TYPE, 'Client-ID': LOGIN['Client-ID'] }],
		['nothing', JSON_TYPE],
	])('with %s is refused, by 401 or 403', async (_name, headers) => {
		for (const unauthorizedStatus of [401, 403] as const) {
			landlord.sprove.setSwitches({ unauthorizedStatus: unauthorizedStatus });
			const { status, body } = await landlord.login(headers);
			expect({ status, body }).toEqual({
				status: unauthorizedStatus,
				body: { error: 'Client-ID or Secret-Key is wrong' },
			});
		}
		expect(landlord.state.tokens).toEqual({ logins: 0, refusedLogins: 2, liveTokens: 0 });
	});

	it('needs its JSON content type and no body', async () => {
		const { 'content-type': _type, ...bare } = LOGIN;
		expect(await landlord.login(bare)).toMatchObject({
			status: 400,
			body: { error: expect.stringContaining('header Content-Type is missing; it must be application/json') },
		});
		expect(await landlord.send('POST', '/auth', { client_id: 'x' }, LOGIN)).toMatchObject({
			status: 400,
			body: { error: expect.stringContaining('body is not in the contract of this operation') },
		});
		expect(landlord.state.tokens.logins).toBe(0);
		expect(landlord.simulator.control.violations()).toHaveLength(2);
	});
});

describe('the answer to a login has the token', () => {
	const shapes: Array<
		[Parameters<Landlord['sprove']['setSwitches']>[0]['tokenShape'], (reply: Reply) => unknown]
	> = [
		...FIELDS.map(
			(name) => [name, (reply: Reply) => field(reply, name)] as [typeof name, (reply: Reply) => unknown],
		),
		['data.token', (reply) => field(reply, 'data', 'token')],
		['auth.token', (reply) => field(reply, 'auth', 'token')],
		['jsonString', (reply) => reply.body],
		['text', (reply) => reply.text],
		['header', (reply) => reply.headers.authorization],
		['headerOnly', (reply) => reply.headers.authorization],
	];

	it.each(shapes)('as %s, bare or after "Bearer"', async (tokenShape, read) => {
		landlord.sprove.setSwitches({ tokenShape });
		const bare = String(read(await landlord.login()));
		expect(bare).toMatch(/^[0-9a-f]{40}$/);
		expect(await landlord.statusWith(`Bearer ${bare}`)).toBe(200);

		landlord.sprove.setSwitches({ bearerPrefix: true });
		const prefixed = String(read(await landlord.login()));
		expect(prefixed).toMatch(/^Bearer [0-9a-f]{40}$/);
		expect(await landlord.statusWith(prefixed)).toBe(200);
		expect(await landlord.statusWith(`Bearer ${prefixed}`)).toBe(401);
		expect(landlord.simulator.control.violations()).toEqual([]);
	});

	it('as text that does not call itself JSON', async () => {
		landlord.sprove.setSwitches({ tokenShape: 'text' });
		expect((await landlord.login()).headers['content-type']).toBe('text/plain; charset=utf-8');
		landlord.sprove.setSwitches({ tokenShape: 'jsonString' });
		expect((await landlord.login()).headers['content-type']).toBe('application/json; charset=utf-8');
	});

	it('in a header, with JSON that has none or with no body at all', async () => {
		landlord.sprove.setSwitches({ tokenShape: 'header' });
		expect((await landlord.login()).body).toEqual({ message: 'Welcome' });
		landlord.sprove.setSwitches({ tokenShape: 'headerOnly' });
		expect(await landlord.login()).toMatchObject({ status: 200, text: '' });
	});

	it('nowhere, if so wished', async () => {
		landlord.sprove.setSwitches({ tokenShape: 'none' });
		const { text, headers } = await landlord.login();
		expect(text).not.toMatch(/[0-9a-f]{40}/);
		expect(headers.authorization).toBeUndefined();
	});

	it('and is the same under the same seed', async () => {
		const twin = await Landlord.start();
		expect(await twin.newToken()).toBe(await landlord.newToken());
		await twin.simulator.close();
		const first = (await landlord.reset(false), await landlord.newToken());
		landlord.simulator.control.reset({ seed: 2 });
		expect(await landlord.newToken()).not.toBe(first);
	});
});

describe('a token', () => {
	it('lives sixty minutes, not a second longer', async () => {
		const token = await landlord.newToken();
		landlord.simulator.control.clock.advance({ minutes: 59, seconds: 59 });
		expect(await landlord.statusWith(`Bearer ${token}`)).toBe(200);
		landlord.simulator.control.clock.advance({ seconds: 1 });
		expect(await landlord.statusWith(`Bearer ${token}`)).toBe(401);
		expect(landlord.state.tokens.liveTokens).toBe(0);
	});

	it('lives as long as the switch says', async () => {
		const old = await landlord.newToken();
		landlord.sprove.setSwitches({ tokenMinutes: 5 });
		const young = await landlord.newToken();
		landlord.simulator.control.clock.advance({ minutes: 5 });
		expect([
			await landlord.statusWith(`Bearer ${old}`),
			await landlord.statusWith(`Bearer ${young}`),
		]).toEqual([200, 401]);
	});

	it('can be cut off by hand', async () => {
		const token = await landlord.newToken();
		landlord.sprove.expireTokens();
		expect(await landlord.statusWith(`Bearer ${token}`)).toBe(401);
		expect(landlord.state.tokens).toEqual({ logins: 1, refusedLogins: 0, liveTokens: 0 });
		expect(await landlord.statusWith(`Bearer ${await landlord.newToken()}`)).toBe(200);
	});

	it('survives the next login, or not, under the switch', async () => {
		const first = await landlord.newToken();
		const second = await landlord.newToken();
		expect([
			await landlord.statusWith(`Bearer ${first}`),
			await landlord.statusWith(`Bearer ${second}`),
		]).toEqual([200, 200]);
		landlord.sprove.setSwitches({ oneTokenAtATime: true });
		const third = await landlord.newToken();
		expect(await landlord.statusWith(`Bearer ${first}`)).toBe(401);
		expect(await landlord.statusWith(`Bearer ${second}`)).toBe(401);
		expect(await landlord.statusWith(`Bearer ${third}`)).toBe(200);
	});

	it.each([
		['no token', undefined, 'No token: send it as "Authorization: Bearer <token>"'],
		['an empty one', 'Bearer ', 'No token: send it as "Authorization: Bearer <token>"'],
		['another scheme', 'Basic abc', 'No token: send it as "Authorization: Bearer <token>"'],
		['one that nobody gave', 'Bearer abc', 'The token is unknown or has run out'],
	])('must be there and right: %s', async (_name, authorization, words) => {
		const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
		for (const unauthorizedStatus of [401, 403] as const) {
			landlord.sprove.setSwitches({ unauthorizedStatus: unauthorizedStatus });
			expect(await landlord.statusWith(authorization)).toBe(unauthorizedStatus);
			if (authorization === undefined) continue;
			const { body } = await landlord.send('GET', '/properties', undefined, headers);
			expect(body).toEqual({ error: words });
		}
	});

	it.each([
		['GET', '/properties'],
		['POST', '/properties'],
		['GET', '/properties/1'],
		['PUT', '/properties/1'],
		['PATCH', '/properties/1'],
		['DELETE', '/properties/1'],
		['GET', '/properties/1/checks'],
	])('is needed for %s %s', async (method, path) => {
		expect(await landlord.send(method, path)).toMatchObject({
			status: 401,
			body: { error: expect.stringContaining('No token') },
		});
	});
});
