import { Movem } from '../../../nodes/Movem/Movem.node';
import { callListSearch } from '../../support/loadOptions';
import { credentialFor, partners } from '../../support/pack';
import { succeeded, useSimulator } from '../../support/useSimulator';

const bench = useSimulator();

describe('the list of applications in the editor', () => {
	const search = async (filter?: string, changes = {}, method = 'searchApplications') =>
		await callListSearch(new Movem(), method, {
			credentials: { movemApi: credentialFor('movem', bench.url, changes) },
			credentialTypes: [partners.movem.type()],
			filter,
		});

	it('shows who and where, and gives the ID', async () => {
		const [id] = bench.control.movem.addApplications({ count: 3 });
		const { results } = await search();
		expect(results).toHaveLength(3);
		expect(results[0]).toEqual({
			name: 'Tenant 1 (Requested), Flat 1, 9 Larch Row',
			value: id,
			description: 'tenant.1@example.test.nosend',
		});
	});

	it.each(['TENANT 2', 'flat 2', 'tenant.2@'])('finds by %s', async (filter) => {
		const ids = bench.control.movem.addApplications({ count: 3 });
		expect((await search(filter)).results.map(({ value }) => value)).toEqual([ids[1]]);
	});

	it('leaves out for Delete what the tenant has started', async () => {
		const statuses = ['REQUESTED', 'IN PROGRESS', 'HOLD', 'COMPLETED', 'REVOKED', 'EXPIRED', 'ARCHIVED'];
		const body = statuses.map((status) => ({ id: status, name: 'Ada', property: 'Flat 1', status }));
		bench.control.faults.add({ kind: 'status', status: 200, body });
		const { results } = await search('', {}, 'searchDeletableApplications');
		expect(results.map(({ name }) => name)).toEqual(['Ada (Requested), Flat 1', 'Ada (On Hold), Flat 1']);
		const picker = (operation: string) =>
			partners.movem
				.node()
				.description.properties.find(
					({ name, displayOptions }) =>
						name === 'applicationId' && displayOptions?.show?.operation?.includes(operation),
				);
		expect(picker('delete')?.modes?.[0]?.typeOptions?.searchListMethod).toBe('searchDeletableApplications');
		expect(picker('get')?.modes?.[0]?.typeOptions?.searchListMethod).toBe('searchApplications');
	});

	it('shows a status that is not documented as Movem writes it', async () => {
		const body = [{ id: 'x', name: 'Ada', property: 'Flat 1', status: 'PAUSED' }];
		bench.control.faults.add({ kind: 'status', status: 200, body });
		expect((await search()).results[0]?.name).toBe('Ada (PAUSED), Flat 1');
	});

	it('says so where an entry is no application', async () => {
		bench.control.faults.add({ kind: 'status', status: 200, body: [{ id: 'x', name: 'Ada' }, null] });
		await expect(search()).rejects.toThrow('something else than a list of applications with an ID each');
	});

	it('says why it is empty when the key is wrong', async () => {
		await expect(search('', { apiKey: 'no-such-key-1' })).rejects.toThrow(
			'Movem does not accept the credential: Wrong API key',
		);
	});
});

describe('the key', () => {
	const KEY = 'movem-sim-key-0001';
	it.each([
		['x-api-key', { 'x-api-key': KEY }, ['authorization']],
		['authorization', { authorization: KEY }, ['x-api-key']],
		['both', { 'x-api-key': KEY, authorization: KEY }, []],
	])('goes as %s', async (header, sent, notSent) => {
		succeeded(
			await bench.run('movem', { resource: 'credit', operation: 'get' }, [{}], { credential: { header } }),
		);
		const { headers } = bench.arrived()[0]!;
		expect(headers).toMatchObject(sent);
		for (const name of notSent) expect(headers).not.toHaveProperty(name);
	});

	it('goes without the blanks that were pasted along with it', async () => {
		succeeded(
			await bench.run('movem', { resource: 'credit', operation: 'get' }, [{}], {
				credential: { apiKey: ` ${KEY}\n` },
			}),
		);
	});
});
