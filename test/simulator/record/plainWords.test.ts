import { SIMULATED_CREDENTIALS, startSimulator, type Simulator } from '../../../simulator/http/server';
import { shortAnswer } from '../../../simulator/record/shortAnswer';
import { Simulation } from '../../../simulator/simulation';
import { latestRequests } from '../../../simulator/record/plainWords';
import { loadContract } from '../../../simulator/contract/contract';
import { call } from '../support/client';
import { BASIC, REFERRAL } from '../support/referral';

const N8N = { 'user-agent': 'n8n' };
const KEY = { ...N8N, 'x-api-key': SIMULATED_CREDENTIALS.movem.apiKey };
const TENANT = { name: 'Ada Quill', email: 'ada.quill@example.test', property: 'Flat 3, 9 Larch Row' };

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ now: '2025-03-01T09:30:00.000Z' });
});
afterAll(() => simulator.close());
beforeEach(() => simulator.control.reset());

const movem = (method: string, path: string, body?: unknown, headers: Record<string, string> = KEY) =>
	call(method, `${simulator.url}/movem${path}`, { headers, body });
/** The requests as the page tells them, oldest first. */
const told = () => simulator.control.latestRequests(20).reverse();
const sentences = () => told().map(({ sentence }) => sentence);

describe('a request in plain words', () => {
	it('says who asked whom for what, in the words of the document, and what came of it', async () => {
		simulator.control.movem.addApplications({ count: 14 });
		await movem('GET', '/application/');
		await movem('GET', '/credits');
		await movem('POST', '/application', TENANT);
		const [{ id } = { id: '' }] = simulator.control.state().partners.movem.applications;
		await movem('DELETE', `/application/${id}`);
		await movem('GET', '/application/nobody', undefined, { ...KEY, 'user-agent': 'curl/8.5.0' });
		expect(sentences()).toEqual([
			'n8n asked Movem to list every application of the account: 14',
			'n8n asked Movem to read the credit balance: 100',
			'n8n asked Movem to invite a tenant: REQUESTED',
			'n8n asked Movem to withdraw an application: Deleted; one credit is back on the balance',
			'curl asked Movem to read one application: Application not found',
		]);
		expect(told().map(({ verdict }) => verdict)).toEqual(['kept', 'kept', 'kept', 'kept', 'refused']);
	});

	it('says of the other partners as much', async () => {
		const { accessToken, clientId } = SIMULATED_CREDENTIALS.mymove;
		await call('GET', `${simulator.url}/mymove/v2/clients/${clientId}/leads?hrs=24`, {
			headers: { ...N8N, authorization: accessToken, 'content-type': 'application/json' },
		});
		const headers = { ...N8N, ...BASIC };
		await call('POST', `${simulator.url}/moving-portal/referral`, { headers, body: REFERRAL });
		await call('HEAD', `${simulator.url}/moving-portal/referral/introducer/R-1`, { headers });
		expect(sentences()).toEqual([
			'n8n asked MYMOVE to find the leads of a window of time: 288',
			'n8n asked The Moving Portal to send a direct referral or a lead: TMP900001',
			'n8n asked The Moving Portal to ask whether a reference is in use: Not in use',
		]);
		expect(told().map(({ verdict }) => verdict)).toEqual(['kept', 'kept', 'kept']);
	});

	it('says field by field what is off the contract, and how the document puts it', async () => {
		await movem('POST', '/application', { name: 'Ada', email: 'ada', propertyy: 'Flat' });
		const [request] = told();
		expect(request).toMatchObject({
			verdict: 'broken',
			status: 400,
			problems: [
				{
					where: 'body property',
					message: 'is required',
					document: 'Free-text name of the property linked to the tenant',
				},
				{
					where: 'body propertyy',
					message: 'is not in the contract',
					document: 'It has name, email, property here.',
				},
				{
					where: 'body email',
					message: 'is not a valid email',
					document: expect.stringContaining('Movem does not write to it'),
				},
			],
			document: expect.stringContaining('Costs one credit.'),
		});
		expect(request?.sentence).not.toContain('propertyy');
	});

	it('finds the words for a parameter, behind a reference, and of a rule that no schema has', async () => {
		const { clientId, accessToken } = SIMULATED_CREDENTIALS.mymove;
		const headers = { authorization: accessToken, 'content-type': 'application/json' };
		const leads = `${simulator.url}/mymove/v2/clients/${clientId}/leads`;
		await call('GET', `${leads}?hrs=soon`, { headers });
		await call('GET', `${leads}?hrs=1&days=1`, { headers });
		await call('GET', `${simulator.url}/movem/nothing`, { headers: KEY });
		expect(told()).toMatchObject([
			{
				problems: [{ where: 'query hrs', document: 'Leads created from this many hours ago until now' }],
			},
			{
				verdict: 'broken',
				problems: [{ where: 'query', message: 'must use one form of range, not days and hrs' }],
			},
			{
				sentence: expect.stringContaining('for GET /movem/nothing, which its document does not have'),
				problems: [{ where: '', message: 'GET /nothing is not in the contract' }],
			},
		]);
		const contract = loadContract('sprove.yaml');
		const create = contract.operations.find(({ operationId }) => operationId === 'createProperty')!;
		const property = { name: 'Flat', address: 'Gata 1', rent: 1, rent_currency: 'kroner' };
		const parsed = contract.parseRequest(
			create,
			{},
			{
				method: 'POST',
				path: '/properties',
				query: new URLSearchParams(),
				headers: { 'content-type': 'application/json' },
				bodyText: JSON.stringify({ property }),
			},
		);
		expect(parsed.problems).toMatchObject([{ document: 'Currency code by ISO 4217' }]);
	});

	it('names the fault that it met', async () => {
		simulator.control.faults.add({ kind: 'dropAfter' });
		await movem('GET', '/credits').catch(() => undefined);
		simulator.control.faults.add({ kind: 'tooManyRequests' });
		await movem('GET', '/credits');
		simulator.control.faults.add({ kind: 'redirect', location: '/x' });
		await movem('GET', '/credits');
		expect(told()).toMatchObject([
			{
				verdict: 'fault',
				faults: ['Answer lost'],
				sentence: expect.stringMatching(/: the connection was broken$/),
			},
			{ verdict: 'fault', faults: ['Too many requests'], status: 429 },
			{ verdict: 'fault', faults: ['redirect'], sentence: expect.stringMatching(/: HTTP 302$/) },
		]);
	});

	it('waits for an answer', () => {
		const simulation = new Simulation();
		simulation.journal.record({
			at: simulation.clock.iso(),
			provider: 'movem',
			operationId: 'getCredits',
			method: 'GET',
			path: '/movem/credits',
			headers: {},
			body: '',
		});
		expect(latestRequests(simulation, 5)).toMatchObject([
			{ verdict: 'waiting', sentence: 'Somebody asked Movem to read the credit balance: no answer yet' },
		]);
		simulation.close();
	});
});

describe('an answer in short', () => {
	it.each([
		[[1, 2, 3], '3'],
		[{ properties: [1], page: 1, per_page: 10 }, '1'],
		[{ property: { id: 'x', name: 'Flat' } }, 'Flat'],
		[70_001, '70001'],
		['Ready', 'Ready'],
		[{ success: true, reference: 'TMP1' }, 'TMP1'],
		[{ token: 'a secret' }, null],
		[{ data: { token: 'a secret' } }, null],
		['http://127.0.0.1/report/secret', null],
		['a-login-token-of-some-length', null],
		[undefined, null],
	])('of %j is %s', (body, short) => {
		expect(shortAnswer({ status: 200, body })).toBe(short);
	});

	it('of a refusal is its message', () => {
		expect(shortAnswer({ status: 400, body: { Message: 'No.' } })).toBe('No.');
		expect(shortAnswer({ status: 404, body: undefined })).toBeNull();
	});
});
