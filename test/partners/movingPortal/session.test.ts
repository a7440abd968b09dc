import { setTimeout as sleep } from 'node:timers/promises';

import { CredentialStore } from '../../support/credentialStore';
import { credentialFor } from '../../support/pack';
import { bodyOf, jsonOf, pairing, succeeded, useSimulator } from '../../support/useSimulator';
import { smallReferral } from './smallReferral';

const bench = useSimulator();

const BEARER = { authentication: 'bearer' };
const exists = { resource: 'referral', operation: 'exists', reference: '={{ $json.reference }}' };
const references = (count: number) =>
	Array.from({ length: count }, (_, i) => ({ reference: `I-${i}`, fee: 600 }));
const portal = () =>
	bench.control.state().partners.movingPortal! as unknown as {
		tokens: Record<string, number>;
		maxInFlight: number;
		referrals: unknown[];
	};
const stored = (changes = {}) =>
	new CredentialStore({
		movingPortalApi: credentialFor('movingPortal', bench.url, { ...BEARER, ...changes }),
	});

/** Waits until this many requests have arrived during a run. */
const arrivals = async (count: number) => {
	while (bench.arrived().length < count) await sleep(2);
};

describe('Basic', () => {
	it('sends user name and password with every request and never logs in', async () => {
		succeeded(await bench.run('movingPortal', exists, references(3)));
		const basic = `Basic ${Buffer.from('sim.introducer:sim-password-0001').toString('base64')}`;
		expect(bench.arrived().map(({ headers }) => headers.authorization)).toEqual([basic, basic, basic]);
		expect(portal().tokens.logins).toBe(0);
	});

	it('names the person to act as', async () => {
		succeeded(await bench.run('movingPortal', exists, references(1), { credential: { userCode: 'KIM' } }));
		expect(bench.arrived()[0]!.headers).toMatchObject({ 'x-usercode': 'KIM' });
		succeeded(await bench.run('movingPortal', exists, references(1)));
		expect(bench.arrived()[1]!.headers).not.toHaveProperty('x-usercode');
	});

	it('asks once when the password is wrong, and stops', async () => {
		const { error } = await bench.run('movingPortal', exists, references(20), {
			credential: { password: 'no-such-password' },
		});
		expect(error?.message).toContain('does not accept the credential');
		expect(bench.arrived()).toHaveLength(1);
		expect(JSON.stringify(error)).not.toContain('no-such-password');
	});
});

describe('Bearer', () => {
	it('logs in as documented and sends the token', async () => {
		const store = stored({ actingEmail: 'kim@example.test', userCode: 'KIM' });
		const result = succeeded(await bench.run('movingPortal', exists, references(1), { credentials: store }));
		const [login, request] = bench.arrived();
		expect(login).toMatchObject({ method: 'POST', path: '/moving-portal/auth/login' });
		expect(bodyOf(login)).toEqual({
			username: 'sim.introducer',
			password: 'sim-password-0001',
			email: 'kim@example.test',
		});
		const token = String(store.get('movingPortalApi').accessToken);
		expect(request!.headers).toMatchObject({ authorization: `Bearer ${token}`, 'x-usercode': 'KIM' });
		expect(JSON.stringify(result.run)).not.toContain(token);
	});

	it.each([
		{ AccessToken: 'token-of-the-test-1' },
		{ ACCESSTOKEN: 'token-of-the-test-1', TokenType: 'Bearer' },
	])('finds the token in any case of letters: %j', async (body) => {
		bench.control.faults.add({ operationId: 'login', kind: 'status', status: 200, body });
		bench.control.faults.add({ operationId: 'referralExists', kind: 'status', status: 404, body: undefined });
		const store = stored();
		succeeded(await bench.run('movingPortal', exists, references(1), { credentials: store }));
		expect(bench.arrived('referralExists')[0]!.headers.authorization).toBe('Bearer token-of-the-test-1');
		expect(store.get('movingPortalApi').accessToken).toBe('token-of-the-test-1');
	});

	it('takes nothing else for a token', async () => {
		for (const accessToken of ['', ' ', null, 7, { a: 1 }]) {
			bench.control.clearJournal();
			bench.control.faults.add({ operationId: 'login', kind: 'status', status: 200, body: { accessToken } });
			const { error } = await bench.run('movingPortal', exists, references(1), { credential: BEARER });
			expect(error?.message).toContain('answered the login without a token');
			expect(bench.lines()).toEqual(['POST /moving-portal/auth/login']);
		}
	});

	it.each([10, 50])('logs in once for a cold token with %i in flight', async (concurrency) => {
		// Long enough for all of them to be in flight together, though they start one after the other.
		bench.control.setLatency(60 + 20 * concurrency);
		const { output } = succeeded(
			await bench.run('movingPortal', { ...exists, requestOptions: { concurrency } }, references(120), {
				credential: BEARER,
			}),
		);
		expect(output).toHaveLength(120);
		expect(portal().maxInFlight).toBeGreaterThan(concurrency / 2);
		expect(portal().maxInFlight).toBeLessThanOrEqual(concurrency);
		expect(portal().tokens).toMatchObject({ logins: 1, refusedLogins: 0 });
	});

	it('keeps the token for the next run', async () => {
		const store = stored();
		for (let run = 0; run < 3; run++)
			succeeded(await bench.run('movingPortal', exists, references(2), { credentials: store }));
		expect(portal().tokens.logins).toBe(1);
	});

	it('logs in once more when the stored token is over', async () => {
		const store = stored();
		succeeded(await bench.run('movingPortal', exists, references(1), { credentials: store }));
		bench.control.clock.advance({ minutes: 31 });
		const { output, credentialReads } = succeeded(
			await bench.run('movingPortal', exists, references(12), { credentials: store }),
		);
		expect(output).toHaveLength(12);
		expect(portal().tokens.logins).toBe(2);
		expect(credentialReads).toBe(1);
	});

	it.each([
		['reads', 10, exists],
		['reads', 50, exists],
		['creates', 10, smallReferral],
		['creates', 50, smallReferral],
	])(
		'logs in once more when the token runs out in the middle of %s, %i in flight',
		async (_, concurrency, parameters) => {
			bench.control.setLatency(15);
			// A request with the old token whose 401 comes long after the others have a new one.
			bench.control.faults.add({
				kind: 'latency',
				ms: 150,
				operationId: parameters === exists ? 'referralExists' : 'createReferral',
				skip: 4,
			});
			const running = bench.run(
				'movingPortal',
				{ ...parameters, requestOptions: { concurrency } },
				references(150),
				{ credential: BEARER },
			);
			await arrivals(1 + 1 + 1 + concurrency);
			bench.control.clock.advance({ minutes: 31 });
			const { output } = succeeded(await running);
			expect(pairing(output)).toEqual(references(150).map((__, i) => i));
			expect(bench.arrived().filter(({ status }) => status === 401).length).toBeGreaterThan(1);
			expect(portal().tokens).toMatchObject({ logins: 2, refusedLogins: 0 });
			expect(portal().referrals).toHaveLength(parameters === exists ? 0 : 150);
		},
	);

	it('tries a wrong password once, sends nothing without a token, and says what to do', async () => {
		const { output } = await bench.run('movingPortal', exists, references(20), {
			credential: { ...BEARER, password: 'no-such-password' },
			onError: 'continueRegularOutput',
		});
		expect(output).toHaveLength(20);
		for (const { error, details } of jsonOf(output)) {
			expect(error).toContain(
				'The Moving Portal does not accept the credential: Unauthorized: User name or password is wrong.',
			);
			expect(details).toMatchObject({
				description: expect.stringContaining('Check user name, password and environment'),
				mayHaveHappened: false,
			});
		}
		expect(bench.lines()).toEqual(['POST /moving-portal/auth/login']);
		expect(portal().tokens).toMatchObject({ logins: 0, refusedLogins: 1 });
		expect(JSON.stringify(output)).not.toContain('no-such-password');
	});

	it.each([
		['a web page', { kind: 'html', status: 200 }],
		['nothing', { kind: 'empty' }],
		['half an answer', { kind: 'malformed' }],
	] as const)('asks once and sends nothing when the login is answered by %s', async (_, fault) => {
		bench.control.faults.add({ operationId: 'login', ...fault, times: -1 });
		const { output } = await bench.run('movingPortal', smallReferral, references(12), {
			credential: BEARER,
			onError: 'continueRegularOutput',
		});
		for (const { error } of jsonOf(output))
			expect(error).toContain('The Moving Portal answered the login without a token');
		expect(bench.lines()).toEqual(['POST /moving-portal/auth/login']);
	});
});
