import type { IDataObject } from 'n8n-workflow';

import { readToken } from '../../../nodes/Sprove/token';
import { CredentialStore } from '../../support/credentialStore';
import { credentialFor } from '../../support/pack';
import { jsonOf, pairing, succeeded, useSimulator } from '../../support/useSimulator';
import { OPERATIONS } from '../../operations/cases';

jest.mock('../../../nodes/shared/http/retry', () => ({
	...jest.requireActual<object>('../../../nodes/shared/http/retry'),
	backOff: () => 1,
}));

const bench = useSimulator();

const get = OPERATIONS['sprove property get']!.parameters;
const create = { ...OPERATIONS['sprove property create']!.parameters, ifExists: 'create' };
const sprove = () => bench.control.state().partners.sprove;
const properties = (count: number) =>
	bench.control.sprove.addProperties({ count }).map((id, i) => ({ id, name: `Loft ${i}`, rent: i }));
const stored = (changes: IDataObject = {}) =>
	new CredentialStore({ sproveApi: credentialFor('sprove', bench.url, changes) });
/** A credential store with a valid token of sprove in it. */
const loggedIn = async () => {
	const credentials = stored();
	succeeded(await bench.run('sprove', get, properties(1), { credentials }));
	bench.control.clearJournal();
	return credentials;
};
const until = async (holds: () => boolean) => {
	while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
};

describe('the login', () => {
	it('is the documented request, and its token goes with every other', async () => {
		const credentials = stored({
			clientId: ' sprove-sim-client-0001',
			secretKey: 'sprove-sim-secret-0001\n',
		});
		succeeded(await bench.run('sprove', get, properties(2), { credentials }));
		const [login, ...others] = bench.arrived();
		expect(login).toMatchObject({ method: 'POST', path: '/sprove/auth', body: '' });
		expect(login!.headers).toMatchObject({
			'client-id': 'sprove-sim-client-0001',
			'secret-key': 'sprove-sim-secret-0001',
			'content-type': 'application/json',
		});
		const token = String(credentials.get('sproveApi').token);
		expect(others).toHaveLength(2);
		for (const { headers } of others) {
			expect(headers).toMatchObject({ authorization: `Bearer ${token}`, 'content-type': 'application/json' });
			expect(headers).not.toHaveProperty('secret-key');
		}
	});

	it.each([
		'token',
		'access_token',
		'auth_token',
		'jwt',
		'data.token',
		'auth.token',
		'jsonString',
		'text',
		'header',
		'headerOnly',
	] as const)('takes the token from "%s", bare and after "Bearer"', async (tokenShape) => {
		for (const bearerPrefix of [false, true]) {
			bench.control.sprove.setSwitches({ tokenShape, bearerPrefix });
			const credentials = stored();
			succeeded(await bench.run('sprove', get, properties(1), { credentials }));
			expect(credentials.get('sproveApi').token).toMatch(/^[0-9a-f]{40}$/);
		}
		expect(sprove().tokens).toEqual({ logins: 2, refusedLogins: 0, liveTokens: 2 });
	});

	it.each([
		[{ token: 'a', access_token: 'b' }, 'a'],
		[{ data: { access_token: 'b' }, auth: { token: 'c' } }, 'b'],
		[{ token: '', jwt: 'j.w.t' }, 'j.w.t'],
		['  bearer  abc  ', 'abc'],
		['"Bearer abc"', 'abc'],
		['1234567890', '1234567890'],
		['12e45', '12e45'],
		['{"token": "7|abc=="}', '7|abc=='],
	])('finds in %j the token %s', (body, token) => {
		const text = typeof body === 'string' ? body : JSON.stringify(body);
		expect(readToken({ body: text, headers: { authorization: 'from-header' } })).toBe(token);
	});

	it.each([
		'',
		' ',
		'null',
		'true',
		'[]',
		'{"token": 5}',
		'{"token": null}',
		'{"token": "abc',
		'<html><body>Hello</body></html>',
		'<p>Hello</p>',
		'Welcome to sprove',
		`"${'x'.repeat(9000)}"`,
		undefined,
	])('finds no token in %j', (body) => expect(readToken({ body, headers: {} })).toBeUndefined());

	it('that yields none is said once, not tried for every item, and nothing is sent', async () => {
		bench.control.sprove.setSwitches({ tokenShape: 'none' });
		const items = properties(20);
		const { output } = await bench.run('sprove', get, items, { onError: 'continueRegularOutput' });
		expect(output).toHaveLength(20);
		for (const { error } of jsonOf(output))
			expect(error).toContain('sprove answered the login without a token');
		expect(bench.lines()).toEqual(['POST /sprove/auth']);
	});

	it('that is refused is tried once and says where to look', async () => {
		const { output } = await bench.run('sprove', get, properties(20), {
			credential: { secretKey: 'no-such-secret' },
			onError: 'continueRegularOutput',
		});
		expect(output).toHaveLength(20);
		for (const { error, details } of jsonOf(output)) {
			expect(error).toContain('Client-ID or Secret-Key is wrong');
			expect(details).toMatchObject({
				httpCode: 401,
				description: expect.stringContaining('Check the client ID, the secret key and the environment'),
			});
		}
		expect(bench.lines()).toEqual(['POST /sprove/auth']);
		expect(JSON.stringify(output)).not.toContain('no-such-secret');
	});
});

describe.each([1, 10, 50])('with %d in flight', (concurrency) => {
	const many = concurrency + 12;
	const options = { requestOptions: { concurrency } };
	/** Long enough for all requests to be in flight together. */
	const latency = 60 + 20 * concurrency;

	it('a run logs in once when there is no token', async () => {
		bench.control.setLatency(latency);
		const { output, credentialReads } = succeeded(
			await bench.run('sprove', { ...get, ...options }, properties(many)),
		);
		expect(pairing(output)).toEqual(Array.from({ length: many }, (_, i) => i));
		expect(sprove().maxInFlight).toBeLessThanOrEqual(concurrency);
		expect(sprove().maxInFlight).toBeGreaterThanOrEqual(concurrency / 2);
		expect(sprove().tokens.logins).toBe(1);
		expect(credentialReads).toBe(1);
	});

	it('a run does not log in when there is a token', async () => {
		const credentials = await loggedIn();
		succeeded(await bench.run('sprove', { ...get, ...options }, properties(many), { credentials }));
		expect(bench.arrived('createToken')).toEqual([]);
	});

	it.each([401, 403] as const)(
		'a run renews a token once that ran out before it (%d)',
		async (strangersGet) => {
			const credentials = await loggedIn();
			bench.control.sprove.setSwitches({ unauthorizedStatus: strangersGet });
			bench.control.sprove.expireTokens();
			succeeded(await bench.run('sprove', { ...get, ...options }, properties(many), { credentials }));
			expect(bench.arrived('createToken')).toHaveLength(1);
			expect(bench.arrived('getProperty')).toHaveLength(many + 1);
		},
	);

	it.each([
		['reads', 401, get],
		['reads', 403, get],
		['creates', 401, create],
		['creates', 403, create],
	] as const)(
		'a run renews a token once that runs out in the middle of %s (%d)',
		async (_, strangersGet, parameters) => {
			const credentials = await loggedIn();
			const items = properties(many);
			const before = sprove().properties.length;
			bench.control.sprove.setSwitches({ unauthorizedStatus: strangersGet });
			bench.control.setLatency(latency);
			const running = bench.run('sprove', { ...parameters, ...options }, items, { credentials });
			// The first request goes alone; then as many as allowed are in flight when the token expires. On a busy machine this
			// takes seconds.
			await until(() => bench.arrived().length === 1);
			bench.control.setLatency(6 * latency);
			await until(() => bench.arrived().length === concurrency + 1 && sprove().inFlight === concurrency);
			bench.control.sprove.expireTokens();
			bench.control.setLatency(0);
			const { output } = succeeded(await running);
			expect(pairing(output)).toEqual(items.map((__, i) => i));
			expect(bench.arrived('createToken')).toHaveLength(1);
			expect(bench.arrived().filter(({ status }) => status === strangersGet)).toHaveLength(concurrency);
			expect(sprove().properties).toHaveLength(parameters === create ? before + many : before);
		},
	);

	it('a token that is rejected twice ends in an error, not in a storm of logins', async () => {
		const credentials = await loggedIn();
		for (const status of [401, 403]) {
			bench.control.clearJournal();
			bench.control.faults.clear();
			const body = { error: 'This token is not for you' };
			bench.control.faults.add({ kind: 'status', status, body, operationId: 'getProperty', times: -1 });
			const { output } = await bench.run('sprove', { ...get, ...options }, properties(many), {
				credentials,
				onError: 'continueRegularOutput',
			});
			expect(output).toHaveLength(many);
			for (const { error, details } of jsonOf(output)) {
				expect(error).toContain('This token is not for you');
				expect(details).toMatchObject({ httpCode: status });
			}
			expect(bench.arrived('createToken')).toHaveLength(1);
		}
	});
});

it('keeps the token for the next run, and a run that fails keeps it too', async () => {
	const credentials = stored();
	await bench.run('sprove', get, [{ id: 'nowhere' }], { credentials });
	succeeded(await bench.run('sprove', get, properties(3), { credentials }));
	expect(sprove().tokens.logins).toBe(1);
});

it('goes on where sprove lets no token live beside a newer one', async () => {
	bench.control.sprove.setSwitches({ oneTokenAtATime: true });
	const credentials = await loggedIn();
	// Another execution logs in, which ends our token.
	succeeded(await bench.run('sprove', get, properties(1)));
	succeeded(await bench.run('sprove', get, properties(30), { credentials }));
	expect(sprove().tokens).toMatchObject({ logins: 3, liveTokens: 1 });
});
