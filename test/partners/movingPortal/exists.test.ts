import type { INodeParameters } from 'n8n-workflow';

import { jsonOf, succeeded, useSimulator } from '../../support/useSimulator';
import { ALL_FIELDS } from './referrals';

const bench = useSimulator();

const exists = async (reference: unknown, options?: Parameters<typeof bench.run>[3]) =>
	await bench.run(
		'movingPortal',
		{
			resource: 'referral',
			operation: 'exists',
			reference,
			requestOptions: { retries: 0 },
		} as INodeParameters,
		[{}],
		options,
	);

it.each(['I-1001', 'C-1001'])('says yes to %s, a reference in use', async (reference) => {
	succeeded(await bench.run('movingPortal', ALL_FIELDS));
	expect(jsonOf(succeeded(await exists(reference)).output)).toEqual([{ exists: true, reference }]);
	expect(bench.lines().at(-1)).toBe(`HEAD /moving-portal/referral/introducer/${reference}`);
});

it('says no to a reference that nobody uses', async () => {
	expect(jsonOf(succeeded(await exists('I-1')).output)).toEqual([{ exists: false, reference: 'I-1' }]);
});

it.each([
	['a/b', 'a%2Fb'],
	['a+b c', 'a%2Bb%20c'],
	['ä?#%', '%C3%A4%3F%23%25'],
	['...', '...'],
])('encodes %s', async (reference, encoded) => {
	expect(jsonOf(succeeded(await exists(reference)).output)).toEqual([{ exists: false, reference }]);
	expect(bench.lines()).toEqual([`HEAD /moving-portal/referral/introducer/${encoded}`]);
});

it.each([
	[400, '"I-1" is not a valid reference', 'Check the values of this item'],
	[401, 'does not accept the credential', 'Check user name, password and environment'],
	[403, 'refuses the request (HTTP 403)', 'valid but may not do this'],
	[500, 'cannot answer at the moment (HTTP 500)', 'Try again later'],
])('fails on %i, which is no "no"', async (status, message, advice) => {
	bench.control.faults.add({ kind: 'status', status, body: undefined });
	const { error, output } = await exists('I-1');
	expect(output).toEqual([]);
	expect(error).toMatchObject({ name: 'NodeApiError', httpCode: String(status), context: { itemIndex: 0 } });
	expect(error?.message).toContain(message);
	expect(error?.description).toContain(advice);
});

it('fails with a wrong password', async () => {
	const { error } = await exists('I-1', { credential: { password: 'no-such-password' } });
	expect(error).toMatchObject({ httpCode: '401' });
	expect(JSON.stringify(error)).not.toContain('no-such-password');
});

it.each([
	['={{ "" }}', 'Reference must be filled in'],
	['1234567890123456789012345678901', 'Reference must have at most 30 characters, not 31'],
	['.', /^Reference must/],
	['..', /^Reference must/],
])('sends nothing for %s', async (reference, message) => {
	expect((await exists(reference)).error?.message).toEqual(
		typeof message === 'string' ? message : expect.stringMatching(message),
	);
	expect(bench.arrived()).toEqual([]);
});
