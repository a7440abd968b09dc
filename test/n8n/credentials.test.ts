import type { JsonObject } from '../../testbed/n8nTypes';
import { credentialSeeds } from '../../testbed/simulatedCredentials';
import { useStack } from './support/stack';
import { onlyFrom } from './support/versions';

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

const WRONG: Array<[type: string, changes: JsonObject, why: string]> = [
	['movemApi', { apiKey: 'wrong-key-0001' }, 'Movem does not accept the credential. Check'],
	['mymoveApi', { accessToken: 'wrong-token-0001' }, 'MYMOVE does not accept the credential. Check'],
	[
		'mymoveApi',
		{ clientId: '99992222-3333-4444-5555-666677778888' },
		'MYMOVE refuses the request (HTTP 403). Check the client ID',
	],
	[
		'movingPortalApi',
		{ password: 'wrong-password-0001' },
		'The Moving Portal does not accept the credential. Check',
	],
	[
		'movingPortalApi',
		{ authentication: 'bearer', accessToken: '', password: 'wrong-password-0001' },
		'The Moving Portal does not accept the credential. Check',
	],
	['smartMoveApi', { apiKey: 'wrong-key-0001' }, 'SmartMove does not accept the credential. Check'],
	['sproveApi', { secretKey: 'wrong-secret-0001' }, 'sprove does not accept the credential. Check'],
	// n8n passes on the code of the connection, and asks for no text of ours.
	['movemApi', { baseUrl: 'http://127.0.0.1:9' }, 'ECONNREFUSED'],
];

it.each(WRONG)('%s %j is found wrong', async (type, changes) => {
	expect(await test(type, changes)).toEqual(REFUSED);
});

onlyFrom('2.41', 'n8n has texts of its own for a test that fails', () => {
	it.each(WRONG)('%s %j is found wrong in the words of the node', async (type, changes, why) => {
		expect(await test(type, changes)).toMatchObject({ message: expect.stringContaining(why) });
	});
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
