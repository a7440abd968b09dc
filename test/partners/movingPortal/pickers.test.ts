import type { INodeParameters } from 'n8n-workflow';

import { callLoadOptions } from '../../support/loadOptions';
import { credentialFor, partners } from '../../support/pack';
import { bodyOf, succeeded, useSimulator } from '../../support/useSimulator';
import { smallReferral } from './smallReferral';

const bench = useSimulator();
const { node, type, credential } = partners.movingPortal;

let users = 0;
/** Opens the editor as another user of The Moving Portal, of whom nothing is kept. */
const asNewUser = () => {
	const userCode = `user ${users++}`;
	return async (method = 'getPropertyTypes', password?: string) =>
		await callLoadOptions(node(), method, {
			credentials: {
				[credential]: credentialFor('movingPortal', bench.url, { userCode, ...(password && { password }) }),
			},
			credentialTypes: [type()],
		});
};

it.each([
	['getPropertyTypes', 'DEFAULT-PROPERTYTYPES', { name: 'Terraced', value: 'TERRACED' }],
	['getPropertyAges', 'DEFAULT-PROPERTYAGES', { name: 'Tentofiftyyears', value: 'TENTOFIFTYYEARS' }],
])('%s offers the codes of %s', async (method, setCode, option) => {
	const options = await asNewUser()(method);
	expect(options).toContainEqual(option);
	expect(options).toContainEqual({ name: 'Unknown', value: 'UNKNOWN' });
	expect(bench.lines()).toEqual([`GET /moving-portal/data/${setCode}`]);
});

it('a list is asked for once by each user, also by several fields at once', async () => {
	const open = asNewUser();
	const [first, second] = await Promise.all([open(), open()]);
	expect(first).toEqual(second);
	await open();
	expect(bench.arrived()).toHaveLength(1);
	await asNewUser()();
	expect(bench.arrived()).toHaveLength(2);
	expect(bench.arrived().map(({ headers }) => headers['x-usercode'])).toEqual([
		expect.stringContaining('user'),
		expect.stringContaining('user'),
	]);
});

it('a list is asked for again after ten minutes, and after it could not be loaded', async () => {
	const open = asNewUser();
	await expect(open('getPropertyTypes', 'wrong')).rejects.toThrow('does not accept the credential');
	await open();
	const now = Date.now();
	const clock = jest.spyOn(Date, 'now').mockReturnValue(now + 9 * 60_000);
	await open();
	expect(bench.arrived()).toHaveLength(2);
	clock.mockReturnValue(now + 11 * 60_000);
	await open();
	clock.mockRestore();
	expect(bench.arrived()).toHaveLength(3);
});

it.each([403, 404])('a firm without access (%d) reads why, and keeps its code', async (status) => {
	bench.control.faults.add({ kind: 'status', status, body: { title: 'No' } });
	expect(await asNewUser()()).toEqual([
		{
			name: 'Unknown',
			value: 'UNKNOWN',
			description: `The Moving Portal gives your firm no access to the list DEFAULT-PROPERTYTYPES (HTTP ${status}). Enter a code as an expression.`,
		},
	]);
});

it.each([
	['texts', ['FLAT'], [{ name: 'FLAT', value: 'FLAT' }]],
	['other names', [{ ItemCode: 'FLAT', ItemName: 'A flat' }], [{ name: 'A flat', value: 'FLAT' }]],
	[
		'entries without a code',
		[{ Code: 'FLAT' }, { note: 'x' }, null, { code: ' ' }],
		[{ name: 'FLAT', value: 'FLAT' }],
	],
])('a list of %s is understood', async (_, body, options) => {
	bench.control.faults.add({ kind: 'status', status: 200, body });
	expect(await asNewUser()()).toEqual([{ name: 'Unknown', value: 'UNKNOWN' }, ...options]);
});

it('a list without any code says so', async () => {
	bench.control.faults.add({ kind: 'status', status: 200, body: [{ id: 7 }] });
	expect(await asNewUser()()).toMatchObject([
		{ value: 'UNKNOWN', description: expect.stringContaining('has no entry with a code') },
	]);
});

it.each(['TERRACED', '={{ "TERR" + "ACED" }}', '=TERRACED', ''])(
	'a workflow goes on with %j, as it was saved before there was a list',
	async (propertyTypeCode) => {
		const parameters = { ...smallReferral, totalFeeInclVAT: 620, uniqueIntegrationReference: 'I-1' };
		succeeded(await bench.run('movingPortal', { ...parameters, propertyTypeCode } as INodeParameters));
		expect(bodyOf(bench.arrived('createReferral')[0])).toMatchObject({
			propertyTypeCode: propertyTypeCode === '' ? 'UNKNOWN' : 'TERRACED',
		});
	},
);
