import type { JsonObject } from '../../testbed/n8nTypes';
import { credentialSeeds } from '../../testbed/simulatedCredentials';
import { useStack } from './support/stack';

const stack = useStack();

/** Tests a credential as "Save" in the credential dialog does, with these values changed. */
async function test(type: string, changes: JsonObject = {}) {
	const { simulator, client, credentials } = stack.testbed;
	const stored = credentials.get(type);
	const seed = credentialSeeds(simulator.url).find((each) => each.type === type);
	if (!stored || !seed) throw new Error(`${type} is not set up`);
	return await client.testCredential(stored, { ...seed.data, ...changes });
}

const OK = { status: 'OK', message: expect.anything() as unknown };
const REFUSED = { status: 'Error', message: expect.anything() as unknown };

it.each([
	['movemApi', {}],
	['movemApi', { header: 'authorization' }],
	['movemApi', { header: 'both' }],
	['mymoveApi', {}],
	['movingPortalApi', {}],
	['movingPortalApi', { authentication: 'bearer', accessToken: '' }],
])('%s %j is found good, and that costs nothing', async (type, changes) => {
	expect(await test(type, changes)).toEqual(OK);
	const { movem, movingPortal: portal } = stack.testbed.simulator.control.state().partners;
	expect(movem.credits).toBe(100);
	expect(movem.applications).toEqual([]);
	expect(portal.referrals).toEqual([]);
});

it.each([
	['movemApi', { apiKey: 'wrong-key-0001' }],
	['mymoveApi', { accessToken: 'wrong-token-0001' }],
	['mymoveApi', { clientId: '99992222-3333-4444-5555-666677778888' }],
	['movingPortalApi', { password: 'wrong-password-0001' }],
	['movingPortalApi', { authentication: 'bearer', accessToken: '', password: 'wrong-password-0001' }],
	['movemApi', { baseUrl: 'http://127.0.0.1:9' }],
])('%s %j is found wrong', async (type, changes) => {
	expect(await test(type, changes)).toEqual(REFUSED);
});

it('finds a wrong password wrong although the token stored before is still good', async () => {
	const { simulator } = stack.testbed;
	const seed = credentialSeeds(simulator.url).find(({ type }) => type === 'movingPortalApi');
	const answer = await fetch(`${simulator.url}/moving-portal/auth/login`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ username: seed?.data.username, password: seed?.data.password, email: '' }),
	});
	const { accessToken } = (await answer.json()) as { accessToken: string };
	const bearer = { authentication: 'bearer', accessToken };
	expect(await test('movingPortalApi', bearer)).toEqual(OK);
	expect(await test('movingPortalApi', { ...bearer, password: 'wrong-password-0001' })).toEqual(REFUSED);
});
