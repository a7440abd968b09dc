import { credentialFor } from '../../support/pack';
import { CredentialStore } from '../../support/credentialStore';
import { jsonOf, succeeded, useSimulator } from '../../support/useSimulator';
import { smallReferral } from '../../partners/movingPortal/smallReferral';
import { until } from '../../support/runAcme';

jest.mock('../../../nodes/shared/http/retry', () => ({
	...jest.requireActual<object>('../../../nodes/shared/http/retry'),
	backOff: () => 1,
}));

const bench = useSimulator();
const exists = { resource: 'referral', operation: 'exists', reference: '=R-{{ $json.index }}' };
const referral = {
	...smallReferral,
	totalFeeInclVAT: 600,
	uniqueIntegrationReference: '=R-{{ $json.index }}',
	ifExists: 'create',
};
const items = (count: number) => Array.from({ length: count }, (_, index) => ({ index }));
const portal = () =>
	bench.control.state().partners.movingPortal as unknown as {
		inFlight: number;
		tokens: { logins: number; refusedLogins: number };
	};
const bearer = { authentication: 'bearer' };
const store = (changes = {}) =>
	new CredentialStore({
		movingPortalApi: credentialFor('movingPortal', bench.url, { ...bearer, ...changes }),
	});

/** A credential store with a valid token. */
async function loggedIn(): Promise<CredentialStore> {
	const credentials = store();
	succeeded(await bench.run('movingPortal', exists, [{}], { credentials }));
	bench.control.clearJournal();
	return credentials;
}

describe('a credential', () => {
	it.each([1, 60])('is decrypted once for %d items', async (count) => {
		expect(
			succeeded(await bench.run('movingPortal', exists, items(count), { credential: bearer }))
				.credentialReads,
		).toBe(1);
		expect(
			succeeded(await bench.run('movem', { resource: 'credit', operation: 'get' }, items(count)))
				.credentialReads,
		).toBe(1);
	});

	it('is decrypted once for one that has to log in twice', async () => {
		const credentials = await loggedIn();
		bench.control.movingPortal.expireTokens();
		expect(
			succeeded(await bench.run('movingPortal', exists, items(5), { credentials })).credentialReads,
		).toBe(1);
	});
});

describe('a token', () => {
	it('is got once for many items, stored, and used by the next run', async () => {
		const credentials = store();
		succeeded(await bench.run('movingPortal', exists, items(30), { credentials }));
		succeeded(await bench.run('movingPortal', exists, items(30), { credentials }));
		expect(portal().tokens.logins).toBe(1);
		expect(credentials.get('movingPortalApi').accessToken).toMatch(/^[0-9a-f]{40}$/);
	});

	it('that ran out since the last run costs one request and one login', async () => {
		const credentials = await loggedIn();
		bench.control.movingPortal.expireTokens();
		succeeded(await bench.run('movingPortal', exists, items(30), { credentials }));
		expect(bench.arrived('login')).toHaveLength(1);
		expect(bench.arrived('referralExists')).toHaveLength(31);
	});

	it.each([1, 10, 50])(
		'that runs out in the middle of a run is renewed exactly once with %d in flight',
		async (concurrency) => {
			const credentials = await loggedIn();
			bench.control.setLatency(200 + 40 * concurrency);
			const running = bench.run(
				'movingPortal',
				{ ...exists, requestOptions: { concurrency } },
				items(concurrency + 12),
				{ credentials },
			);
			// The first request goes alone; then as many as allowed are in flight when the token expires.
			await until(() => bench.arrived().length === concurrency + 1 && portal().inFlight === concurrency);
			bench.control.movingPortal.expireTokens();
			const { output } = succeeded(await running);
			expect(jsonOf(output)).toEqual(
				items(concurrency + 12).map(({ index }) => ({ exists: false, reference: `R-${index}` })),
			);
			expect(bench.arrived('login')).toHaveLength(1);
			expect(bench.arrived('referralExists')).toHaveLength(concurrency + 12 + concurrency);
		},
	);

	it('that is never taken is not got anew for every item', async () => {
		const credentials = await loggedIn();
		bench.control.faults.add({ kind: 'wrongCredentials', operationId: 'referralExists', times: -1 });
		const { output } = await bench.run('movingPortal', exists, items(20), {
			credentials,
			onError: 'continueRegularOutput',
		});
		expect(output).toHaveLength(20);
		expect(bench.arrived('login')).toHaveLength(1);
	});
});

describe('a login', () => {
	it.each(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const)(
		'that is refused is not repeated for every item (%s)',
		async (onError) => {
			const result = await bench.run('movingPortal', exists, items(20), {
				credential: { ...bearer, password: 'wrong-password-1' },
				onError,
			});
			expect(portal().tokens.refusedLogins).toBe(1);
			expect(bench.arrived('referralExists')).toEqual([]);
			const said =
				'The Moving Portal does not accept the credential: Unauthorized: User name or password is wrong.';
			if (onError === 'stopWorkflow')
				return expect(result.error).toMatchObject({ message: `${said} [item 0]`, httpCode: '401' });
			const failed = onError === 'continueErrorOutput' ? result.errorOutput : result.output;
			expect(jsonOf(failed)).toEqual(
				items(20).map(({ index }) => ({
					index,
					error: `${said} [item ${index}]`,
					details: expect.objectContaining({ httpCode: 401, mayHaveHappened: false }),
				})),
			);
		},
	);

	it.each([
		['busy', { kind: 'status', status: 503, body: {} }],
		['slowing down', { kind: 'tooManyRequests', retryAfterSeconds: 0 }],
		['dropped', { kind: 'dropBefore' }],
	] as const)('that came to nothing (%s) is tried again, also before a write', async (_, fault) => {
		bench.control.faults.add({ operationId: 'login', ...fault });
		succeeded(await bench.run('movingPortal', referral, [{ index: 1 }], { credential: bearer }));
		expect(bench.arrived('login')).toHaveLength(2);
		expect(bench.arrived('createReferral')).toHaveLength(1);
	});

	it('that nobody answers is given up in time, and what it was for is not sent later', async () => {
		bench.control.faults.add({ kind: 'latency', operationId: 'login', ms: 1300 });
		const requestOptions = { timeout: 1, retries: 0 };
		const { error } = await bench.run('movingPortal', { ...referral, requestOptions }, [{ index: 1 }], {
			credential: bearer,
		});
		expect(error?.message).toContain('no answer came in time');
		expect(error?.description).not.toContain('may have been carried out');
		await until(() => portal().inFlight === 0);
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(bench.arrived('createReferral')).toEqual([]);
	});
});

it('does not take a write for never sent because another item is renewing the token meanwhile', async () => {
	const credentials = await loggedIn();
	// The second create finds the token expired. During the login the third is made and its response is lost.
	bench.control.faults.add({ kind: 'wrongCredentials', operationId: 'createReferral', skip: 1 });
	bench.control.faults.add({ kind: 'latency', operationId: 'login', ms: 300 });
	bench.control.faults.add({ kind: 'latency', operationId: 'createReferral', ms: 100, skip: 2 });
	bench.control.faults.add({ kind: 'dropAfter', operationId: 'createReferral', skip: 1 });
	const { output } = await bench.run('movingPortal', referral, items(3), {
		credentials,
		onError: 'continueRegularOutput',
	});
	// One of the two was sent again with the new token; the one whose response was lost was not.
	expect(bench.arrived('createReferral')).toHaveLength(4);
	expect(bench.arrived('login')).toHaveLength(1);
	expect(jsonOf(output).filter(({ error }) => error)).toEqual([
		expect.objectContaining({ details: expect.objectContaining({ mayHaveHappened: true }) }),
	]);
});
