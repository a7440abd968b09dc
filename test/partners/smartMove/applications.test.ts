import type { IDataObject } from 'n8n-workflow';

import { bodyOf, useSimulator } from '../../support/useSimulator';
import { calls, PAT, SAM } from './calls';

const bench = useSimulator();
const { about, given, outputOf, smartMove } = calls(bench);
const lists = () => bench.arrived('listApplications').map(bodyOf);

describe('Application → Get Many', () => {
	const many = async (parameters: IDataObject = {}) =>
		outputOf(await smartMove('application', 'getAll', parameters));
	const ids = (outputs: IDataObject[]) => outputs.map(({ applicationId }) => applicationId);

	it('returns those of the customer, newest first, lean or raw', async () => {
		const [first, second] = given({ count: 2 });
		given({ referenceId: 'somebody-else' });
		const lean = await many();
		expect(lean).toEqual([
			{
				applicationId: second,
				status: 'InProgress',
				landlordPays: false,
				property: '2 Elm St, Albany, NY 12208',
				unitNumber: 'N/A',
				applicants: [PAT, SAM],
				cancellable: true,
				canAddApplicants: true,
			},
			expect.objectContaining({ applicationId: first }),
		]);
		const [raw] = await many({ simplify: false });
		expect(raw).toMatchObject({
			ApplicationId: second,
			PaymentStatuses: expect.anything(),
			RenterStatuses: null,
		});
		expect(lists()[0]).toEqual({ referenceId: 'cust-42', limit: 50, page: 0 });
	});

	it.each([0, 1] as const)(
		'returns all, each once, of a server that counts pages from %d',
		async (firstPage) => {
			bench.control.smartMove.setSwitches({ firstPage });
			const all = given({ count: 250 }).reverse();
			expect(ids(await many({ returnAll: true }))).toEqual(all);
			// Only an empty page shows that the one before it was the last.
			expect(lists().map(({ page }) => page)).toEqual([0, 1, 2, 3, 4].slice(0, 4 + firstPage));
			for (const count of [1, 100, 101, 200]) {
				expect(ids(await many({ limit: count }))).toEqual(all.slice(0, count));
			}
		},
	);

	it('asks once where once is enough', async () => {
		given({ count: 60 });
		for (const limit of [1, 10, 50]) expect(await many({ limit })).toHaveLength(limit);
		expect(lists()).toHaveLength(3);
		expect(await many({ customerReference: 'nobody', returnAll: true })).toEqual([]);
		expect(lists()).toHaveLength(4);
	});

	it.each([0, 1, 9, 10, 11, 99, 100, 101])('returns all of %d', async (count) => {
		const all = given({ count }).reverse();
		expect(ids(await many({ returnAll: true }))).toEqual(all);
		expect(lists()).toHaveLength(count === 0 ? 1 : count <= 100 ? 2 : 3);
	});

	it('ends where the server answers every page alike', async () => {
		const page = Array.from({ length: 100 }, (_, i) => ({ ApplicationId: i }));
		bench.control.faults.add({ kind: 'status', status: 200, body: page, times: -1 });
		const result = await smartMove('application', 'getAll', { returnAll: true });
		expect(outputOf(result)).toHaveLength(100);
		expect(lists()).toHaveLength(3);
		expect(result.hints?.map(({ message }) => message)).toEqual([
			'SmartMove gave the same applications again when asked for more: it may have others.',
		]);
	});

	it('goes by the size of the page where the server gives less than it is asked for', async () => {
		const page = (from: number) => Array.from({ length: 25 }, (_, i) => ({ ApplicationId: from - i }));
		for (const body of [page(100), page(75), [{ ApplicationId: 50 }], []]) {
			bench.control.faults.add({ kind: 'status', status: 200, body });
		}
		expect(ids(await many({ returnAll: true }))).toEqual(Array.from({ length: 51 }, (_, i) => 100 - i));
		expect(lists()).toEqual([
			{ referenceId: 'cust-42', limit: 100, page: 0 },
			{ referenceId: 'cust-42', limit: 25, page: 1 },
			{ referenceId: 'cust-42', limit: 25, page: 2 },
			{ referenceId: 'cust-42', limit: 25, page: 3 },
		]);
	});

	it('goes on after a page of fewer than it gives by itself: only an empty one is the end', async () => {
		const all = given({ count: 33 }).reverse();
		const own = all.map((id) => ({ ApplicationId: id }));
		for (let at = 0; at < 36; at += 4) {
			bench.control.faults.add({ kind: 'status', status: 200, body: own.slice(at, at + 4) });
		}
		bench.control.faults.add({ kind: 'status', status: 200, body: [] });
		expect(ids(await many({ returnAll: true }))).toEqual(all);
		expect(lists().map(({ limit }) => limit)).toEqual([100, ...Array.from({ length: 9 }, () => 4)]);
	});

	it.each([
		[[null]],
		[[{ ApplicationId: 7 }, null]],
		[['7']],
		[[{ ApplicationId: null }]],
		[[{ ApplicationId: 'seven' }]],
		[Array.from({ length: 25 }, (_, i) => ({ Id: i, Status: 'InProgress' }))],
	])('does not take %j for applications', async (body) => {
		bench.control.faults.add({ kind: 'status', status: 200, body, times: -1 });
		const { error } = await smartMove('application', 'getAll', { returnAll: true });
		expect(error?.message).toBe(
			'SmartMove answered with something else than a list of applications with an ID each',
		);
	});

	it.each([
		['pat@example.test', ['pat@example.test']],
		[{ EmailAddress: 'pat@example.test' }, ['pat@example.test']],
		[
			[{ EmailAddress: 'pat@example.test' }, 'sam@example.test'],
			['pat@example.test', 'sam@example.test'],
		],
		[null, []],
	])(
		'reads applicants that come as %j, and a number that comes as a text',
		async (Applicants, applicants) => {
			const body = [{ ApplicationId: '70001', Applicants }];
			bench.control.faults.add({ kind: 'status', status: 200, body, times: -1 });
			expect(await many()).toEqual([expect.objectContaining({ applicationId: 70_001, applicants })]);
		},
	);

	it('sends the reference as a text, also when an expression yields a number', async () => {
		given({ referenceId: '42' });
		expect(await many({ customerReference: '={{ 42 }}' })).toHaveLength(1);
		expect(lists()[0]).toMatchObject({ referenceId: '42' });
	});
});

describe('Application → Get', () => {
	const get = async (id: unknown, parameters: IDataObject = {}) =>
		outputOf(await about('application', 'get', id, parameters))[0]!;

	it('leaves incomes out, and takes them in when asked to', async () => {
		const [id] = given({ emails: [PAT] });
		const lean = await get(id);
		expect(lean).toEqual({
			applicationId: id,
			status: 'Active',
			stage: 'invited',
			recommendation: 'Unavailable',
			recommendationPolicy: 'Unavailable',
			landlordPays: false,
			property: '1 Elm St, Albany, NY 12208',
			unitNumber: 'N/A',
			applicants: [
				{
					email: PAT,
					firstName: expect.any(String),
					lastName: expect.any(String),
					status: 'NoActivity',
					requestCreated: '2025-03-01T09:30:00.00',
					requestExpires: '2025-04-30T09:30:00.00',
				},
			],
		});
		const raw = await get(id, { simplify: false });
		expect(raw).toMatchObject({
			ApplicationId: id,
			Applicants: [{ EmploymentIncome: expect.any(Number), Assets: 0 }],
		});
		expect(JSON.stringify(lean)).not.toMatch(/income|asset/i);
		expect(bodyOf(bench.arrived()[0])).toEqual({ applicationId: id, referenceId: 'cust-42' });
	});

	it('says how far it is', async () => {
		const [id] = given();
		const { smartMove } = bench.control;
		const stages: unknown[] = [];
		const readStage = async () => stages.push((await get(id)).stage);
		await readStage();
		smartMove.accept({ applicationId: id!, email: PAT });
		await readStage();
		smartMove.supportRequired({ applicationId: id!, email: PAT });
		await readStage();
		smartMove.completeIdentity({ applicationId: id!, email: PAT });
		smartMove.decline({ applicationId: id!, email: SAM });
		await readStage();
		expect(stages).toEqual(['invited', 'inProgress', 'actionNeeded', 'closed']);
	});

	it.each([
		[1, 'Accept', 'passed'],
		[2, 'Low Accept', 'passed'],
		[3, 'Conditional', 'conditional'],
		[4, 'Decline', 'failed'],
		[5, 'Refer', 'actionNeeded'],
	] as const)('says what was recommended (%d)', async (recommendation, name, stage) => {
		const [id] = given();
		bench.control.smartMove.setRecommendation({ applicationId: id!, recommendation });
		bench.control.smartMove.makeReady({ applicationId: id! });
		expect(await get(id)).toMatchObject({ recommendation: name, stage, status: 'Completed' });
	});

	it('takes an application with hardly anything in it', async () => {
		for (const body of [
			{ ApplicationId: 7 },
			{ ApplicationId: 7, Property: null, Applicants: null, CreditRecommendation: 99 },
		]) {
			bench.control.faults.add({ kind: 'status', status: 200, body });
			expect(await get(7)).toMatchObject({
				recommendation: null,
				applicants: [],
				property: '',
				stage: 'invited',
			});
		}
	});

	it.each([{}, { ApplicationId: null }, { Message: 'Not now' }, { ApplicationId: 'x' }, [], 'gone'])(
		'does not take %j for an application',
		async (body) => {
			const answer = typeof body === 'string' ? JSON.stringify(body) : body;
			bench.control.faults.add({ kind: 'status', status: 200, body: answer });
			const { error } = await about('application', 'get', 7);
			expect(error?.message).toMatch(
				/^SmartMove answered with something else than an application(: gone|: Not now)?$/,
			);
		},
	);

	it.each([
		[{ EmailAddress: PAT, ApplicantStatus: 'SupportRequired' }, 'SupportRequired', 'actionNeeded'],
		[[{ EmailAddress: PAT, ApplicantStatus: 'support_required' }], 'support_required', 'actionNeeded'],
		[[{ EmailAddress: PAT, ApplicantStatus: 'Request Declined' }], 'Request Declined', 'closed'],
		[[{ EmailAddress: PAT, ApplicantStatus: 'REPORTS-AVAILABLE' }], 'REPORTS-AVAILABLE', 'actionNeeded'],
		[[{ EmailAddress: PAT, ApplicantStatus: 'noActivity' }], 'noActivity', 'invited'],
		[[PAT], undefined, expect.any(String)],
	])('reads applicants that come as %j', async (Applicants, status, stage) => {
		bench.control.faults.add({ kind: 'status', status: 200, body: { ApplicationId: 7, Applicants } });
		expect(await get(7)).toMatchObject({ stage, applicants: [{ email: PAT, status }] });
	});

	it.each([
		['3', 'Conditional', 'conditional'],
		['Low Accept', 'Low Accept', 'passed'],
		['LowAccept', 'Low Accept', 'passed'],
		['decline', 'Decline', 'failed'],
		['Pending', 'Pending', 'invited'],
		[true, null, 'invited'],
		[[1], null, 'invited'],
		['', null, 'invited'],
		[null, null, 'invited'],
	])('reads a recommendation that comes as %j', async (CreditRecommendation, recommendation, stage) => {
		const body = { ApplicationId: 7, Applicants: [], CreditRecommendation };
		bench.control.faults.add({ kind: 'status', status: 200, body });
		expect(await get(7)).toMatchObject({ recommendation, stage });
	});

	it('finds it only under the customer’s own reference', async () => {
		const [id] = given();
		const { error } = await about('application', 'get', id, { customerReference: 'somebody-else' });
		expect(error?.message).toContain(`There is no application ${id} for this customer.`);
		expect(error?.description).toContain('only found under the customer reference it was ordered with');
	});

	it.each(['seventy', '-1', '7.5', '1e3', '../7', ''])('sends nothing for the application %j', async (id) => {
		const { error } = await about('application', 'get', `={{ ${JSON.stringify(id)} }}`);
		expect(error?.message).toMatch(/^Application must be /);
		expect(bench.arrived()).toEqual([]);
	});
});
