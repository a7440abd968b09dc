import { findSecrets, secretsOf } from '../../testbed/secrets';
import { SIMULATED_CREDENTIALS, startSimulator } from '../../simulator/http/server';
import { expectNoSecrets } from '../support/secrets';

const KEY = 'Key/with+"marks" & blanks-0123456789';
const found = (text: string, ...values: string[]) =>
	findSecrets(
		text,
		'here',
		values.map((value) => ({ name: value, value })),
	).map(({ secret }) => secret);

describe('the search for secrets', () => {
	const json = JSON.stringify(KEY).slice(1, -1);
	const url = encodeURIComponent(KEY);

	it.each([
		['as it is', KEY],
		['in JSON', json],
		['in JSON within JSON', JSON.stringify({ line: JSON.stringify({ key: KEY }) })],
		['in JSON as PHP writes it', json.replaceAll('/', '\\/')],
		['URL-encoded', url],
		['URL-encoded in small letters', url.replace(/%../g, (code) => code.toLowerCase())],
		['in a form', new URLSearchParams({ key: KEY }).toString()],
		['in Base64', Buffer.from(KEY).toString('base64')],
		['in Base64 for addresses', Buffer.from(KEY).toString('base64url')],
		['in hexadecimal', Buffer.from(KEY).toString('hex')],
		...['', 'u', 'us', 'use', 'user.name'].map((user): [string, string] => [
			`in a Basic header after "${user}"`,
			`Basic ${Buffer.from(`${user}:${KEY}`).toString('base64')}`,
		]),
	])('finds one that stands %s', (_, text) => {
		expect(found(`before ${text} after`, KEY)).toEqual([KEY]);
		expect(found(`before ${text} after`, 'Another/key')).toEqual([]);
	});

	it.each(['4000000000000000', '4000-0000-0000-0000', '"4000 0000 0000 0000"'])(
		'finds the card in %s',
		(text) => expect(found(text, '4000000000000000')).toHaveLength(1),
	);

	it('finds a security code by itself only', () => {
		for (const text of ['73951', '"code":"73951"', '(73951)', 'code 73951, please'])
			expect(found(text, '73951')).toHaveLength(1);
		for (const text of ['173951', '739510', '12:73951', '0.73951', '-73951abc-', 'a73951f0'])
			expect(found(text, '73951')).toEqual([]);
	});

	it('says where, and shows what stands around it', () => {
		expect(findSecrets(`a key-12345 b`, 'log', [{ name: 'Key', value: 'key-12345' }])).toEqual([
			{ secret: 'Key', place: 'log', excerpt: 'a key-12345 b' },
		]);
	});
});

describe('the secrets around a simulator', () => {
	it('are those of all credentials, its cards, and the tokens it ever handed out', async () => {
		const simulator = await startSimulator();
		const { username, password } = SIMULATED_CREDENTIALS.movingPortal;
		const answer = await fetch(`${simulator.url}/moving-portal/auth/login`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify({ username, password, email: '' }),
		});
		const { accessToken, refreshToken } = (await answer.json()) as Record<string, string>;
		simulator.control.reset();
		const secrets = secretsOf(simulator);
		const overHttp: unknown = await (await fetch(`${simulator.url}/_control/tokens`)).json();
		await simulator.close();
		expect(overHttp).toEqual([accessToken, refreshToken]);
		expect(secrets.map(({ value }) => value)).toEqual(
			expect.arrayContaining([
				SIMULATED_CREDENTIALS.movem.apiKey,
				SIMULATED_CREDENTIALS.mymove.accessToken,
				SIMULATED_CREDENTIALS.smartMove.apiKey,
				SIMULATED_CREDENTIALS.sprove.secretKey,
				password,
				'sim.postback',
				'sim-postback-0001',
				accessToken,
				refreshToken,
				'4000000000000000',
			]),
		);
	});
});

describe('an error', () => {
	it.each([
		['its message', () => new Error(`No: ${KEY}`)],
		['its cause', () => new Error('No', { cause: new Error(KEY) })],
		['a member of it', () => Object.assign(new Error('No'), { config: { headers: [{ key: KEY }] } })],
		['a list', () => new AggregateError([new Error(KEY)])],
	])('with a secret in %s is found out, also where it refers to itself', (_, make) => {
		const error = Object.assign(make(), { self: {} });
		error.self = error;
		expect(() => expectNoSecrets({ failed: [error] }, [KEY])).toThrow('what was searched');
		expectNoSecrets({ failed: [error] }, ['another-key']);
	});
});
