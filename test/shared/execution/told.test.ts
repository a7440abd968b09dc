import { environmentOf } from '../../../nodes/shared/http';
import { INVITATION, numbered, runAcme } from '../../support/runAcme';
import { partners } from '../../support/pack';
import { sendJson, startServer, type SampleServer } from '../../support/sample';
import { useSimulator } from '../../support/useSimulator';

const bench = useSimulator();
let server: SampleServer;
beforeAll(async () => (server = await startServer()));
afterAll(async () => await server.close());

const messages = ({ hints }: { hints?: Array<{ message: string }> }) =>
	(hints ?? []).map(({ message }) => message);

describe('after a run one sentence says', () => {
	const { resource, operation } = INVITATION;
	const create = { resource, operation, name: 'Ada', property: 'Flat 3', email: '={{ $json.email }}' };
	const tenants = (count: number, first = 0) =>
		numbered(count).map((n) => ({ email: `tenant${Number(n) + first}@example.test` }));

	it('how many were created and how many existed, and what they cost', async () => {
		expect(messages(await bench.run('movem', create, tenants(1)))).toEqual([
			'Movem, Custom: 1 created (1 credit).',
		]);
		expect(messages(await bench.run('movem', create, tenants(14)))).toEqual([
			'Movem, Custom: 13 created (13 credits), 1 existed already (no credit).',
		]);
		expect(messages(await bench.run('movem', create, tenants(14)))).toEqual([
			'Movem, Custom: 14 existed already (no credit).',
		]);
	});

	it('how many failed under "Continue", and which of them may have been carried out', async () => {
		const items = [...tenants(2), { email: 'no address' }];
		bench.control.faults.add({ kind: 'dropAfter', operationId: 'createApplication', times: 1 });
		const options = { onError: 'continueRegularOutput' } as const;
		const anyway = { ...create, ifExists: 'create' };
		expect(messages(await bench.run('movem', anyway, items, options))).toEqual([
			'Movem, Custom: 1 created (1 credit), 2 failed (1 may have been carried out all the same).',
		]);
	});

	it('how many were changed otherwise, each of several that an item names', async () => {
		const [id] = bench.control.smartMove.addApplications({ count: 1, referenceId: 'cust-42' });
		const add = {
			resource: 'applicant',
			operation: 'add',
			customerReference: 'cust-42',
			applicationId: { __rl: true, mode: 'id', value: String(id) },
			email: 'a@example.test, b@example.test',
		};
		expect(messages(await bench.run('smartMove', add))).toEqual(['SmartMove, Custom: 2 added.']);
	});

	it('nothing where nothing is changed', async () => {
		expect(messages(await bench.run('movem', { resource: 'credit', operation: 'get' }))).toEqual([]);
	});

	it('to whom it happened: production or a test system', async () => {
		server.answer((_request, response) => sendJson(response, {}));
		const run = async (name: string, environment: string) =>
			messages(await runAcme(name, server.baseUrl, numbered(2), { environment }));
		expect(await run('write', '')).toEqual(['Acme, Production: 2 made.']);
		expect(await run('write', 'test')).toEqual(['Acme, Test: 2 made.']);
		expect(await run('read', '')).toEqual([]);
		expect(await run('read', 'test')).toEqual(['Acme, Test: this is its test system.']);
	});
});

describe.each(Object.entries(partners))('%s', (_, { hosts, provider }) => {
	it('knows which of its systems are for tests', () => {
		for (const [environment, { name }] of Object.entries(hosts)) {
			const isTest = !/^production/.test(environment);
			expect(provider.environment?.({ environment })).toMatchObject({ name, ...(isTest && { isTest }) });
			expect(provider.environment?.({ environment }).isTest ?? false).toBe(isTest);
		}
		expect(environmentOf(hosts)({ environment: 'custom' })).toEqual({ name: 'Custom' });
	});
});
