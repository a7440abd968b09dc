import type { IDataObject } from 'n8n-workflow';

import { baseUrlExpression, baseUrlOf } from '../../nodes/shared/http';
import { OPERATIONS } from '../operations/cases';
import { credentialFor, partners, type PartnerName } from '../support/pack';
import { testCredential } from '../support/testCredential';
import { succeeded, useSimulator } from '../support/useSimulator';

const bench = useSimulator();

const tested = async (name: PartnerName, changes: IDataObject = {}) =>
	await testCredential(partners[name].type(), credentialFor(name, bench.url, changes), {
		nodes: [partners[name].node()],
	});

const RIGHT: Array<[string, PartnerName, IDataObject]> = [
	['Movem', 'movem', {}],
	['Movem, key as Authorization', 'movem', { header: 'authorization' }],
	['Movem, key as both', 'movem', { header: 'both' }],
	['MYMOVE', 'mymove', {}],
	['The Moving Portal, Basic', 'movingPortal', {}],
	['The Moving Portal, Bearer', 'movingPortal', { authentication: 'bearer' }],
	[
		'The Moving Portal, Bearer with a token that is over',
		'movingPortal',
		{ authentication: 'bearer', accessToken: 'over-and-done' },
	],
	['SmartMove', 'smartMove', {}],
	['SmartMove without a postback user', 'smartMove', { postbackUser: '', postbackPassword: '' }],
	['sprove', 'sprove', {}],
	['sprove with a token that is over', 'sprove', { token: 'over-and-done' }],
];

const WRONG: Array<[string, PartnerName, IDataObject]> = [
	['Movem, wrong key', 'movem', { apiKey: 'no-such-key' }],
	['Movem, no key', 'movem', { apiKey: '' }],
	['MYMOVE, wrong token', 'mymove', { accessToken: 'no-such-token' }],
	[
		'MYMOVE, token with a scheme that nobody asked for',
		'mymove',
		{ accessToken: 'Bearer mymove-sim-token-0001' },
	],
	['MYMOVE, another client', 'mymove', { clientId: 'somebody-else' }],
	['The Moving Portal, wrong password', 'movingPortal', { password: 'no-such-password' }],
	['The Moving Portal, wrong user', 'movingPortal', { username: 'nobody' }],
	[
		'The Moving Portal, Bearer with a wrong password',
		'movingPortal',
		{ authentication: 'bearer', password: 'no-such-password' },
	],
	['SmartMove, wrong key', 'smartMove', { apiKey: 'no-such-key' }],
	['SmartMove, no key', 'smartMove', { apiKey: '' }],
	['sprove, wrong client', 'sprove', { clientId: 'no-such-client' }],
	['sprove, wrong secret', 'sprove', { secretKey: 'no-such-secret' }],
];

const names = Object.keys(partners) as PartnerName[];

/** Reads something at a partner. */
async function read(name: PartnerName, credential: IDataObject = {}) {
	const reading = Object.values(OPERATIONS).find(({ partner, writes }) => partner === name && !writes);
	if (!reading) throw new Error(`${name} has no operation that only reads`);
	const { parameters, items } = reading;
	return await bench.run(name, parameters, items(bench.control, 1), { credential });
}

describe('the test of a credential', () => {
	it.each(RIGHT)('passes: %s', async (_, name, changes) => {
		expect(await tested(name, changes)).toMatchObject({ status: 'OK' });
		expect(bench.arrived().length).toBeGreaterThan(0);
	});

	it.each(WRONG)('fails: %s', async (_, name, changes) => {
		const { status, message } = await tested(name, changes);
		expect(status).toBe('Error');
		for (const secret of Object.values(changes)) if (secret) expect(message).not.toContain(secret);
	});

	it.each(WRONG)('says what the node says: %s', async (_, name, changes) => {
		const { message } = await tested(name, changes);
		const { error } = await read(name, changes);
		const [said] = error!.message.replace(' [item 0]', '').split(':');
		const [whatToDo] = error!.description!.split('\n').slice(-1);
		expect(message).toMatch(/^.+ (does not accept the credential|refuses the request \(HTTP 403\))\. Check /);
		expect(message.startsWith(said!)).toBe(true);
		expect(message.endsWith(`. ${whatToDo}`)).toBe(true);
	});

	it.each(names.flatMap((name) => [401, 403, 404, 429, 500, 503].map((status) => [name, status] as const)))(
		'says in words what %s means by %d',
		async (name, status) => {
			bench.control.faults.add({ kind: 'status', status, body: {}, times: -1 });
			const { message } = await tested(name);
			const { name: title } = partners[name].provider;
			expect(message).toMatch(
				new RegExp(
					`^${title} (does|refuses|asks|cannot) [^.]*\\. (Check|Try again later|The credential is valid)`,
				),
			);
			expect(message).not.toMatch(/this item|Request Options|application|property/);
		},
	);

	it('fails for Bearer with a wrong password although a good token is stored', async () => {
		const { storedCredentials } = succeeded(
			await bench.run('movingPortal', { resource: 'referral', operation: 'exists', reference: 'I-1' }, [{}], {
				credential: { authentication: 'bearer' },
			}),
		);
		const accessToken = String(storedCredentials.movingPortalApi!.accessToken);
		expect(accessToken).not.toBe('');
		expect(
			await tested('movingPortal', { authentication: 'bearer', accessToken, password: 'no-such-password' }),
		).toMatchObject({ status: 'Error' });
	});

	it('fails for sprove with a wrong secret although a good token is stored', async () => {
		const { storedCredentials } = succeeded(await read('sprove'));
		const { token } = storedCredentials.sproveApi!;
		expect(token).toMatch(/^[0-9a-f]{40}$/);
		expect(await tested('sprove', { token, secretKey: 'no-such-secret' })).toMatchObject({ status: 'Error' });
	});

	it.each([401, 403] as const)('fails for sprove whichever way it says no (%d)', async (strangersGet) => {
		bench.control.sprove.setSwitches({ unauthorizedStatus: strangersGet });
		expect(await tested('sprove', { secretKey: 'no-such-secret' })).toMatchObject({ status: 'Error' });
	});

	it('costs nothing and changes nothing', async () => {
		const [before] = [bench.control.state().partners];
		for (const [, name, changes] of RIGHT) await tested(name, changes);
		const after = bench.control.state().partners;
		expect(after.movem).toMatchObject({ credits: before.movem!.credits, applications: [] });
		expect(after.movingPortal).toMatchObject({ referrals: [], referrers: [] });
		expect(after.smartMove).toMatchObject({ applications: [], hosted: [] });
		expect(after.sprove).toMatchObject({ properties: [] });
		expect(new Set(bench.arrived().map(({ operationId }) => operationId))).toEqual(
			new Set(['getCredits', 'findLeads', 'whoAmI', 'login', 'listApplications', 'createToken']),
		);
	});

	it.each(names)('fails for %s where nobody answers, and where something else does', async (name) => {
		expect(await tested(name, { baseUrl: 'http://127.0.0.1:1' })).toMatchObject({ status: 'Error' });
		expect(await tested(name, { baseUrl: `${bench.url}/_nothing` })).toMatchObject({ status: 'Error' });
	});
});

describe('the address', () => {
	it.each(names)('of %s may end in slashes and stand between blanks', async (name) => {
		for (const ending of ['/', '//', ' ', '/ ']) {
			const baseUrl = ` ${bench.url}/${partners[name].prefix}${ending}`;
			expect(await tested(name, { baseUrl })).toMatchObject({ status: 'OK' });
			succeeded(await read(name, { baseUrl }));
		}
		for (const { path } of bench.arrived()) expect(path).not.toContain('//');
	});

	it('is one of so many documented hosts', () => {
		const counts = Object.entries(partners).map(([name, { hosts }]) => [name, Object.keys(hosts).length]);
		expect(Object.fromEntries(counts)).toMatchObject({
			movem: 4,
			mymove: 2,
			movingPortal: 4,
			smartMove: 2,
			sprove: 2,
		});
		const { movem, mymove, movingPortal, smartMove, sprove } = partners;
		for (const { hosts } of [movem, mymove, movingPortal, smartMove, sprove])
			for (const { url } of Object.values(hosts))
				expect(url).toMatch(/^https:\/\/(api|(staging-)?leads|screen|stage|app|demo)\./);
	});

	it.each(Object.entries(partners))(
		'of %s is one of the documented hosts, alike for the test and for the node',
		(_, { hosts }) => {
			const inTest = new Function(
				'$credentials',
				`return ${baseUrlExpression(hosts).slice('={{'.length, -'}}'.length)}`,
			) as (credentials: IDataObject) => string;
			for (const [environment, { url }] of Object.entries(hosts)) {
				expect(url).toMatch(/^https:\/\/[\w.-]+\.\w+/);
				expect(url).not.toMatch(/\/$/);
				expect(baseUrlOf(hosts)({ environment, baseUrl: 'http://left.over' })).toBe(url);
				expect(inTest({ environment, baseUrl: 'http://left.over' })).toBe(url);
			}
			expect(inTest({ environment: 'custom', baseUrl: ' http://own.host// ' })).toBe('http://own.host');
			expect(baseUrlOf(hosts)({ environment: 'custom', baseUrl: ' http://own.host// ' })).toBe(
				'http://own.host',
			);
		},
	);

	it.each(names)(
		'of %s is refused by its name, before anything is sent, where paths cannot be put behind it',
		async (name) => {
			const own = `${bench.url}/${partners[name].prefix}`;
			const { host, pathname } = new URL(own);
			for (const baseUrl of [
				`${own}#`,
				`${own}#/x`,
				`${own}?`,
				`${own}?x=y`,
				`http://${host}#${pathname}`,
				`http://kim:pass-word@${host}${pathname}`,
				`http://kim@${host}${pathname}`,
				`http://${host}/ x${pathname}`,
				`http://${host}\\${pathname}`,
				`http:${host}${pathname}`,
				`http:///${host}${pathname}`,
				`http://${host}9999${pathname}`,
				'http://',
			]) {
				const { error } = await read(name, { baseUrl });
				expect([baseUrl, error?.message]).toEqual([
					baseUrl,
					expect.stringMatching(/^Base URL in the .* credential must be a web address that starts with http/),
				]);
				expect(error?.message).not.toContain('pass-word');
				expect((await tested(name, { baseUrl })).status).toBe('Error');
				expect((await tested(name, { baseUrl, authentication: 'bearer' })).status).toBe('Error');
			}
			expect(bench.arrived()).toEqual([]);
		},
	);

	it('of a login is refused by its name, and the secret stays here', async () => {
		expect(await tested('sprove', { baseUrl: `${bench.url}/sprove?` })).toMatchObject({
			status: 'Error',
			message: expect.stringMatching(/^Base URL must be a web address/),
		});
		expect(bench.arrived()).toEqual([]);
	});

	it.each(['', 'not a url', 'ftp://x'])('%j leads to an error that says where to look', async (baseUrl) => {
		const { error } = await bench.run(
			'movem',
			{ resource: 'credit', operation: 'get', requestOptions: { retries: 0 } },
			[{}],
			{ credential: { baseUrl } },
		);
		expect(`${error?.message} ${error?.description}`).toMatch(/base URL|environment in the credential/i);
	});
});

describe('what the credential keeps secret', () => {
	it.each(Object.entries(partners))('is masked in the editor: %s', (_, { type }) => {
		const secret = /key|token|password/i;
		const properties = type().properties.filter(
			({ name, type: kind }) => secret.test(name) && kind !== 'options',
		);
		expect(properties.length).toBeGreaterThan(0);
		for (const { typeOptions } of properties) expect(typeOptions).toMatchObject({ password: true });
	});
});
