import { startSimulator, type Simulator } from '../../../../simulator/http/server';
import { call, submit } from '../../support/client';
import { order, paidOrder, PAT, SAM, screening } from '../../support/screening';

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ seed: 5, now: '2025-03-01T09:30:00Z' });
});
afterAll(() => simulator.close());
beforeEach(() => simulator.control.reset());

const { hosted, place, details, list, status, reportUrl, add, remove } = screening(() => simulator);
const actions = () => simulator.control.smartMove;
const state = () => simulator.control.state().partners.smartMove;
const answers = async (id: number) =>
	(await details(id)).Applicants.map(({ ApplicantStatus }) => ApplicantStatus);

describe('the life of an application', () => {
	it('goes from no activity to reports, tenant by tenant', async () => {
		const applicationId = await place();
		const seen: unknown[] = [[await answers(applicationId), await status(applicationId)]];
		for (const step of ['accept', 'completeIdentity', 'requestReports', 'makeAvailable'] as const) {
			for (const email of [PAT, SAM]) {
				actions()[step]({ applicationId, email });
				seen.push([await answers(applicationId), await status(applicationId)]);
			}
		}
		expect(seen).toEqual([
			[['NoActivity', 'NoActivity'], 'Pending'],
			[['RequestAccepted', 'NoActivity'], 'InProgress'],
			[['RequestAccepted', 'RequestAccepted'], 'InProgress'],
			[['IDMACompleted', 'RequestAccepted'], 'InProgress'],
			[['IDMACompleted', 'IDMACompleted'], 'InProgress'],
			[['ReportsRequested', 'IDMACompleted'], 'InProgress'],
			[['ReportsRequested', 'ReportsRequested'], 'InProgress'],
			[['ReportsAvailable', 'ReportsRequested'], 'InProgress'],
			[['ReportsAvailable', 'ReportsAvailable'], 'Ready'],
		]);
		expect(await details(applicationId)).toMatchObject({ Status: 'Completed' });
		expect(await list()).toMatchObject([
			{ Status: 'Completed', IsCancellable: false, CanAddApplicants: false },
		]);
	});

	it('moves every tenant when none is named', async () => {
		const applicationId = await place();
		expect(actions().accept({ applicationId })).toMatchObject({
			applicationId,
			reportStatus: 'InProgress',
			applicants: [
				{ email: PAT, status: 'RequestAccepted' },
				{ email: SAM, status: 'RequestAccepted' },
			],
		});
	});

	it('is declined when all decline, and goes on with those who do not', async () => {
		const applicationId = await place();
		actions().decline({ applicationId, email: PAT });
		expect(await status(applicationId)).toBe('Pending');
		actions().decline({ applicationId, email: SAM });
		expect(await status(applicationId)).toBe('RequestDeclined');
		expect(await list()).toMatchObject([
			{ PaymentStatuses: [{ didAccept: false, orderPaymentId: null }, { didAccept: false }] },
		]);
		await add(applicationId, 'kim.renter@example.test');
		expect(await status(applicationId)).toBe('Pending');
		expect(actions().makeReady({ applicationId })).toMatchObject({
			reportStatus: 'Ready',
			applicants: [
				{ status: 'RequestDeclined' },
				{ status: 'RequestDeclined' },
				{ status: 'ReportsAvailable' },
			],
		});
	});

	it('can get stuck at TransUnion and be freed by a phone call', async () => {
		const applicationId = await place(paidOrder());
		actions().accept({ applicationId });
		actions().supportRequired({ applicationId });
		expect(await answers(applicationId)).toEqual(['SupportRequired']);
		expect(await status(applicationId)).toBe('InProgress');
		actions().completeIdentity({ applicationId });
		expect(await answers(applicationId)).toEqual(['IDMACompleted']);
	});

	it('tells the credit when it is ready, as drawn or as told', async () => {
		const applicationId = await place(paidOrder());
		const credit = async () => (await details(applicationId)).CreditRecommendationPolicyText;
		actions().setRecommendation({ applicationId, recommendation: 4 });
		actions().accept({ applicationId });
		actions().completeIdentity({ applicationId });
		expect(await credit()).toBe('Unavailable');
		actions().requestReports({ applicationId });
		expect(await credit()).toBe('Pending');
		actions().makeAvailable({ applicationId });
		expect(await details(applicationId)).toMatchObject({
			CreditRecommendation: 4,
			CreditRecommendationPolicyText: 'Decline',
		});
		actions().makeReady({ applicationId: await place() });
		const drawn = (await details(applicationId + 1)).CreditRecommendation;
		expect([1, 2, 3, 4, 5]).toContain(drawn);
	});

	it('expires after sixty days, not a second early, unless it is ready', async () => {
		const [waiting, ready] = [await place(), await place()];
		actions().accept({ applicationId: waiting });
		actions().makeReady({ applicationId: ready });
		simulator.control.clock.advance({ days: 59, hours: 23, minutes: 59, seconds: 59 });
		expect(await status(waiting)).toBe('InProgress');
		simulator.control.clock.advance({ seconds: 1 });
		expect(await status(waiting)).toBe('Expired');
		expect(await status(ready)).toBe('Ready');
		expect(await details(waiting)).toMatchObject({ Status: 'Expired' });
		expect(() => actions().completeIdentity({ applicationId: waiting })).toThrow('is over');
		expect((await add(waiting, 'late@example.test')).status).toBe(400);
	});

	it('lives sixty days more when a tenant is added', async () => {
		const id = await place();
		simulator.control.clock.advance({ days: 30 });
		await add(id, 'kim.renter@example.test');
		simulator.control.clock.advance({ days: 59 });
		expect(await status(id)).toBe('Pending');
		simulator.control.clock.advance({ days: 1 });
		expect(await status(id)).toBe('Expired');
	});

	it('can be ended by hand', async () => {
		const [late, broken] = [await place(), await place()];
		expect(actions().expire({ applicationId: late })).toMatchObject({ reportStatus: 'Expired' });
		expect(actions().fail({ applicationId: broken })).toMatchObject({ reportStatus: 'Error' });
		expect([await status(late), await status(broken)]).toEqual(['Expired', 'Error']);
		expect(() => actions().expire({ applicationId: broken })).toThrow('is over');
	});

	it('takes nothing back', async () => {
		const applicationId = await place();
		actions().accept({ applicationId, email: PAT });
		expect(() => actions().accept({ applicationId, email: PAT })).toThrow(
			`${PAT} is RequestAccepted, not NoActivity`,
		);
		expect(() => actions().decline({ applicationId, email: PAT })).toThrow('not NoActivity');
		expect(() => actions().makeAvailable({ applicationId, email: SAM })).toThrow('not ReportsRequested');
		expect(() => actions().accept({ applicationId, email: 'x@example.test' })).toThrow(
			'is not on application',
		);
		expect(() => actions().accept({ applicationId: 1 })).toThrow('SmartMove has no application 1');
	});

	it('is ready as soon as the last one still missing is taken off', async () => {
		const applicationId = await place();
		for (const step of ['accept', 'completeIdentity', 'requestReports', 'makeAvailable'] as const)
			actions()[step]({ applicationId, email: PAT });
		expect(await status(applicationId)).toBe('InProgress');
		await remove(applicationId, SAM);
		expect(await status(applicationId)).toBe('Ready');
	});

	it('is the same under the same seed', async () => {
		const run = async () => {
			simulator.control.reset();
			return [await details(await place()), (await hosted()).body];
		};
		const first = await run();
		expect(await run()).toEqual(first);
		simulator.control.reset({ seed: 6 });
		expect([await details(await place()), (await hosted()).body]).not.toEqual(first);
	});
});

describe('playing by itself', () => {
	it('moves a tenant on every so often, of orders there are and orders to come', async () => {
		const before = await place();
		actions().autoplay({ everyMs: 60_000 });
		const after = await place(paidOrder());
		simulator.control.clock.advance({ seconds: 59 });
		expect([await status(before), await status(after)]).toEqual(['Pending', 'Pending']);
		simulator.control.clock.advance({ seconds: 1 });
		expect(await answers(before)).toEqual(['RequestAccepted', 'NoActivity']);
		expect(await answers(after)).toEqual(['RequestAccepted']);
		simulator.control.clock.advance({ minutes: 3 });
		expect([await status(before), await status(after)]).toEqual(['InProgress', 'Ready']);
		simulator.control.clock.advance({ minutes: 4 });
		expect(await status(before)).toBe('Ready');
	});

	it('can be stopped, and set to another speed', async () => {
		const id = await place(paidOrder());
		actions().autoplay({ everyMs: 60_000 });
		actions().autoplay({ everyMs: 0 });
		simulator.control.clock.advance({ hours: 1 });
		expect(await status(id)).toBe('Pending');
		actions().autoplay({ everyMs: 60_000 });
		actions().autoplay({ everyMs: 1000 });
		simulator.control.clock.advance({ seconds: 3 });
		expect(await answers(id)).toEqual(['ReportsRequested']);
		expect(state().autoplay).toEqual({ everyMs: 1000, by: 'clock' });
	});

	it('leaves alone what was cancelled or declined', async () => {
		const applicationId = await place();
		actions().autoplay({ everyMs: 1000 });
		actions().decline({ applicationId });
		simulator.control.clock.advance({ minutes: 1 });
		expect(await status(applicationId)).toBe('RequestDeclined');
	});

	it.each([
		['the clock, when it runs', 'clock', true],
		["the machine's time, even when the clock stands", 'machine', false],
	] as const)('goes by %s', async (_name, by, runs) => {
		if (runs) simulator.control.clock.run();
		actions().autoplay({ everyMs: 5, by });
		const id = await place(paidOrder());
		while ((await status(id)) !== 'Ready') await new Promise((resolve) => setTimeout(resolve, 5));
		expect(await answers(id)).toEqual(['ReportsAvailable']);
	});
});

describe('the links', () => {
	const link = async (body?: object) => (await hosted(body)).body as string;

	it('lead to a form that places the order, filled in and completed', async () => {
		const url = await link({
			Customer: { referenceId: 'cust-42' },
			Application: { Applicants: [PAT] },
			Property: { Street: '<b>9 Elm St</b>', UnitNumber: '' },
		});
		const form = await call('GET', url);
		expect(form.headers['content-type']).toContain('text/html');
		expect(form.text).toContain(PAT);
		expect(form.text).toContain('&lt;b&gt;9 Elm St');
		expect(form.text).toContain('Landlord places the order, tenants pay</button>');
		expect(await list()).toEqual([]);

		const finish = () => submit(url, { step: 'Landlord places the order, tenants pay' });
		const placed = await finish();
		expect(placed.text).toContain('Your application is number 70001.');
		expect(await list()).toMatchObject([
			{
				ApplicationId: 70001,
				Applicants: [PAT],
				LandlordPays: false,
				Property: { Street: '<b>9 Elm St</b>', UnitNumber: 'N/A', City: 'Albany' },
			},
		]);
		// A second click orders nothing.
		expect((await finish()).text).toContain('number 70001.');
		expect(await list()).toHaveLength(1);
	});

	it('can be completed by a control action', async () => {
		const url = await link();
		expect(actions().finishHosted({ url })).toMatchObject({
			applicationId: 70001,
			customerReference: 'cust-42',
			applicants: [{ email: 'tenant.1@example.test', status: 'NoActivity' }],
		});
		expect(() => actions().finishHosted({ url })).toThrow('is application 70001 already');
		expect(() => actions().finishHosted({ url: `${url}0` })).toThrow('no such link');
		expect(state().hosted).toEqual([{ customerReference: 'cust-42', applicationId: 70001 }]);
	});

	it('lead to the reports', async () => {
		const applicationId = await place();
		actions().setSwitches({ earlyReportUrl: true });
		const url = (await reportUrl(applicationId)).body as string;
		expect((await call('GET', url)).text).toContain('The reports are Pending.');
		actions().setRecommendation({ applicationId, recommendation: 3 });
		actions().makeReady({ applicationId });
		expect((await call('GET', url)).text).toContain('Conditional');
	});

	it('lead nowhere when they are not from here', async () => {
		for (const path of ['create', 'application/report'])
			expect((await call('GET', `${simulator.url}/smartmove/smartmove/api/${path}/x`)).status).toBe(404);
		expect((await call('PUT', await link())).status).toBe(404);
	});

	it('are no calls of the API: no journal has them', async () => {
		const url = await link();
		await call('GET', url);
		expect(simulator.control.requests()).toHaveLength(1);
		expect(simulator.control.violations()).toEqual([]);
	});
});

it('shows the panel a picture of it all', async () => {
	await place(order({ RequestParameters: { referenceId: 'order-9', postback_password: 'secret word' } }));
	expect(state()).toMatchObject({
		applications: [
			{
				applicationId: 70001,
				customerReference: 'cust-42',
				orderReference: 'order-9',
				status: 'Active',
				reportStatus: 'Pending',
				applicants: [{ email: PAT }, { email: SAM }],
				landlordPays: false,
				paidWith: null,
				postbackUri: null,
				createdAt: '2025-03-01T09:30:00.000Z',
			},
		],
		postbacks: 0,
		switches: { applicationIdAs: 'number', firstPage: 0, earlyReportUrl: false },
	});
	expect(JSON.stringify(state())).not.toContain('secret word');
});
