import { request } from 'node:http';

import { pdfOf } from '../../../simulator/files/pdf';
import { SIMULATED_CREDENTIALS, startSimulator, type Simulator } from '../../../simulator/http/server';
import { call } from '../support/client';

const headers = { 'x-api-key': SIMULATED_CREDENTIALS.movem.apiKey };

interface Reference {
	id: string;
	application_id: string;
	decision?: string;
	summary: Record<string, { result: string }>;
	incomes: Array<{ status: string; transactions?: unknown[] }>;
	judgments: unknown[];
}

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ now: '2025-03-01T09:30:00Z' });
});
afterAll(() => simulator.close());
beforeEach(() => simulator.control.reset());

const movem = () => simulator.control.movem;
const get = async (path: string) => await call('GET', `${simulator.url}/movem${path}`, { headers });
const reference = async (id = '800001') => (await get(`/reference/${id}`)).body as Reference;
const meta = async () => (await get('/reference/800001/meta')).body as Record<string, unknown>;
const add = () => ({ id: movem().addApplications({ count: 1 })[0] ?? '' });
const finish = (ending: object = {}) =>
	movem().addApplications({ count: 1, status: 'COMPLETED', ...ending })[0] ?? '';

/** A file as its bytes. */
async function download(path: string): Promise<{ status?: number; type?: string; bytes: Buffer }> {
	return await new Promise((resolve, reject) => {
		const outgoing = request(`${simulator.url}/movem${path}`, { headers, agent: false }, (incoming) => {
			const chunks: Buffer[] = [];
			incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
			incoming.on('error', reject);
			incoming.on('end', () => {
				const type = incoming.headers['content-type'];
				resolve({ status: incoming.statusCode, type, bytes: Buffer.concat(chunks) });
			});
		});
		outgoing.on('error', reject).end();
	});
}

describe('a reference', () => {
	it('is not there before the tenant has opened the link, and has only progress until they finish', async () => {
		const application = add();
		for (const path of ['', '/meta', '/report', '/statements'])
			expect((await get(`/reference/800001${path}`)).status).toBe(404);
		movem().open(application);
		expect((await get('/reference/800001')).status).toBe(404);
		expect(await meta()).toEqual({
			notes: [],
			started_at: '2025-03-01 09:30:00',
			progress: { identity: '2025-03-01 09:30:00', 'identity-verify': '2025-03-01 09:30:00' },
		});
	});

	it('is there once the tenant has finished, with every step at its time', async () => {
		const application = add();
		movem().open(application);
		simulator.control.clock.advance({ minutes: 8 });
		movem().complete(application);
		expect(await reference()).toMatchObject({
			id: '800001',
			application_id: application.id,
			full_name: 'Tenant 1',
			decision: 'PASS',
			decision_text: 'Passed',
			judgments: [],
		});
		const { progress, finished_at } = (await meta()) as { progress: object; finished_at: string };
		expect(finished_at).toBe('2025-03-01 09:38:00');
		const times = Object.values(progress) as string[];
		expect(times).toEqual([...times].sort());
		expect(Object.entries(progress).at(-1)).toEqual(['complete', finished_at]);
		expect(progress).toHaveProperty('bank_account_linked');
	});

	it('is the same under the same seed', async () => {
		finish();
		const first = await reference();
		simulator.control.reset();
		finish();
		expect({ ...(await reference()), application_id: '' }).toEqual({ ...first, application_id: '' });
	});

	it.each([
		['PASSED', 'PASS', 'PASSED', 'Passed', 'Pass'],
		['FAILED', 'FAIL', 'FAILED', 'Failed', 'Fail'],
	] as const)('that is %s says so in the word of the sample or of the list', async (outcome, ...words) => {
		const [sample, listed, text, judgments] = words;
		finish({ outcome });
		expect(await reference()).toMatchObject({ decision: sample, decision_text: text });
		movem().setSwitches({ decisionAs: 'list' });
		expect(await reference()).toMatchObject({
			decision: listed,
			decision_text: text,
			summary: { judgments: { result: judgments } },
		});
		expect((await reference()).judgments).toHaveLength(outcome === 'FAILED' ? 1 : 0);
	});

	it('that a person has to look at has no decision, or says that, until that person decides', async () => {
		finish({ outcome: 'REVIEW_NEEDED' });
		expect(await reference()).not.toHaveProperty('decision');
		movem().setSwitches({ reviewAs: 'decision', decisionAs: 'list' });
		expect((await reference()).decision).toBe('REVIEW_NEEDED');
		movem().decide({ referenceId: '800001', status: 'MANUAL_FAILED', reason: 'No employer answered' });
		expect(await reference()).toMatchObject({
			decision: 'MANUAL_FAILED',
			decision_user: 'Movem Operator',
			decision_reason: 'No employer answered',
		});
		expect((await meta()).notes).toEqual([
			{
				user_id: 5355,
				user_name: 'Movem Operator',
				note: 'No employer answered',
				created_at: '2025-03-01 09:30:00',
			},
		]);
		expect(() => movem().decide({ referenceId: '800001', status: 'MANUAL_PASSED' })).toThrow(
			'is MANUAL_FAILED, not REVIEW_NEEDED',
		);
	});

	it('with uploaded statements has no transactions and no bank account', async () => {
		finish({ hasStatements: true });
		finish();
		const [uploaded, linked] = [await reference('800001'), await reference('800002')];
		expect(uploaded.incomes[0]).toMatchObject({ status: 'INCOME_STATEMENT_UPLOADED' });
		expect(uploaded.incomes[0]).not.toHaveProperty('transactions');
		expect(linked.incomes[0]!.transactions).toHaveLength(6);
		expect((await meta()).progress).not.toHaveProperty('bank_account_linked');
	});

	it.each([404, 204] as const)('that does not exist is %i', async (missingAs) => {
		movem().setSwitches({ missingAs });
		expect((await get('/reference/1')).status).toBe(missingAs);
	});

	it('is hidden and removed with its application', async () => {
		const id = finish();
		movem().setVisibility({ id, visibility: 'hidden' });
		expect(await get('/reference/800001')).toMatchObject({
			status: 403,
			body: { message: 'Reference is hidden' },
		});
		movem().setVisibility({ id, visibility: 'removed' });
		expect((await get('/reference/800001/meta')).status).toBe(410);
	});

	it('is one of ten different ones when everything happens by itself', () => {
		movem().setActivity({ perDay: 2000, restMinutes: 1 });
		simulator.control.clock.advance({ days: 2 });
		const ended = simulator.control
			.state()
			.partners.movem.references.filter(({ status }) => status !== 'IN_PROGRESS');
		expect(new Set(ended.map(({ status }) => status))).toEqual(
			new Set(['PASSED', 'FAILED', 'REVIEW_NEEDED']),
		);
	});
});

describe('a file', () => {
	it('is the report, a PDF, once the reference has passed or failed', async () => {
		finish({ outcome: 'REVIEW_NEEDED' });
		expect((await get('/reference/800001/report')).status).toBe(404);
		movem().decide({ referenceId: '800001', status: 'MANUAL_PASSED' });
		const { status, type, bytes } = await download('/reference/800001/report');
		expect({ status, type }).toEqual({ status: 200, type: 'application/pdf' });
		expect(bytes.toString('latin1')).toContain('(Decision: Passed)');
		expect((await download('/reference/800001/report')).bytes).toEqual(bytes);
	});

	it('are the statements, of a type that is not said, where the tenant has uploaded any', async () => {
		finish();
		finish({ hasStatements: true });
		expect((await get('/reference/800001/statements')).status).toBe(404);
		const { type, bytes } = await download('/reference/800002/statements');
		expect(type).toBe('application/octet-stream');
		expect(bytes).toEqual(pdfOf(['Statements of Tenant 2', 'Made by the simulator. Nothing in it is true.']));
		movem().setSwitches({ statementsAs: 'jpeg' });
		expect((await download('/reference/800002/statements')).bytes.subarray(0, 3)).toEqual(
			Buffer.from([0xff, 0xd8, 0xff]),
		);
	});
});
