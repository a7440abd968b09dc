import { SIMULATED_CREDENTIALS, type Simulator } from '../../../simulator/http/server';
import { call, submit } from '../support/client';
import { FLAT, Landlord, type Property } from '../support/landlord';
import { order, PAT, SAM, screening } from '../support/screening';

const KEY = { 'x-api-key': SIMULATED_CREDENTIALS.movem.apiKey };
const TENANT = { name: '<i>Pat</i> Renter', email: PAT, property: 'Flat 3, 9 Larch Row' };

let simulator: Simulator;
let landlord: Landlord;
beforeAll(async () => {
	landlord = await Landlord.start();
	({ simulator } = landlord);
});
afterAll(() => simulator.close());
beforeEach(() => landlord.reset());

const { hosted, place, reportUrl } = screening(() => simulator);
const read = async (url: string) => await call('GET', url);
const invite = async () => {
	const { body } = await call('POST', `${simulator.url}/movem/application`, { headers: KEY, body: TENANT });
	return (body as { link: string }).link;
};
const application = () => simulator.control.state().partners.movem.applications[0];

describe('every page', () => {
	it('says that it is simulated and loads nothing from elsewhere', async () => {
		const applicationId = await place();
		simulator.control.smartMove.makeReady({ applicationId });
		const links = [
			await invite(),
			(await hosted()).body as string,
			(await reportUrl(applicationId)).body as string,
			((await landlord.create()) as Property & { verification_url: string }).verification_url,
		];
		for (const link of links) {
			const { status, text, headers } = await read(link);
			expect(status).toBe(200);
			expect(headers['content-type']).toBe('text/html; charset=utf-8');
			expect(headers['content-security-policy']).toContain("default-src 'self'");
			expect(text).toContain('<strong>Simulated:</strong>');
			expect(text).not.toMatch(/(src|href)="https?:/);
			expect((await read(`${link}0`)).status).toBe(404);
		}
	});

	it('is no call of the API, and answers no other method', async () => {
		const link = await invite();
		await read(link);
		await submit(link, { step: 'Tenant opens the link' });
		const requests = () => simulator.control.requests({ provider: 'movem' });
		expect(requests()).toHaveLength(1);
		expect((await call('DELETE', link)).status).toBe(404);
		expect(requests()).toHaveLength(2);
	});

	it.each<Record<string, string>>([
		{ host: 'rebound.example.test' },
		{ origin: 'https://example.test' },
		{ origin: 'http://127.0.0.1:5678' },
	])('takes no step for a page of elsewhere, with %j', async (headers) => {
		const link = await invite();
		expect((await submit(link, { step: 'Tenant opens the link' }, headers)).status).toBe(403);
		expect(application()?.status).toBe('REQUESTED');
	});
});

describe('an invitation of Movem', () => {
	it('is opened and finished as by the buttons', async () => {
		const link = await invite();
		expect((await read(link)).text).toContain('&lt;i&gt;Pat&lt;/i&gt; Renter');
		const opened = await submit(link, { step: 'Tenant opens the link' });
		expect(opened.text).toContain('IN_PROGRESS');
		expect(application()).toMatchObject({ status: 'IN_PROGRESS', reference_id: '800001' });
		const finished = await submit(link, { step: 'Tenant finishes' });
		expect(application()?.status).toBe('COMPLETED');
		expect(finished.text).not.toContain('<button');
		expect(simulator.control.movem.events().map(({ status }) => status)).toEqual([
			'REQUESTED',
			'IN_PROGRESS',
			'COMPLETED',
		]);
	});

	it('says what was done, and lets a person decide where the tenant leaves it open', async () => {
		const link = await invite();
		await submit(link, { step: 'Tenant opens the link' });
		const finished = await submit(link, { step: 'Tenant finishes', choice: 'is left to a person' });
		expect(finished.text).toContain('Done: Tenant finishes, is left to a person.');
		expect(finished.text).toContain('800001, REVIEW_NEEDED');
		const [row] = simulator.control.state().partners.movem.applications;
		expect(row).toMatchObject({ status: 'COMPLETED' });
		const page = await read(`${simulator.url}/`);
		expect(page.text).toContain('aria-label="A person decides: &lt;i&gt;Pat&lt;/i&gt; Renter"');
	});

	it('does what stands on it and nothing else', async () => {
		const link = await invite();
		for (const step of ['Tenant finishes', 'Movem revokes it', 'revoke', '']) await submit(link, { step });
		expect(application()?.status).toBe('REQUESTED');
		await submit(link, { step: 'Tenant lets it expire' });
		expect(application()?.status).toBe('EXPIRED');
	});
});

describe('a verification of sprove', () => {
	const checks = () => simulator.control.state().partners.sprove.properties[0]?.checks;

	it('verifies a tenant, approved or not', async () => {
		const { id } = await landlord.create();
		const link = `${simulator.url}/sprove/verify/properties/${id}`;
		expect((await read(link)).text).toContain(FLAT.name);
		await submit(link, { step: 'A tenant is verified: approved' });
		await submit(link, { step: 'A tenant is verified: not approved' });
		expect(checks()).toMatchObject([{ approved: true }, { approved: false }]);
	});

	it('is closed for a property that is inactive or deleted', async () => {
		const { id } = await landlord.create();
		const link = `${simulator.url}/sprove/verify/properties/${id}`;
		simulator.control.sprove.setActive({ id, active: false });
		await submit(link, { step: 'A tenant is verified: approved' });
		expect(checks()).toEqual([]);
		await landlord.send('DELETE', `/properties/${id}`);
		expect((await read(link)).status).toBe(404);
	});
});

describe('an order form and a report of SmartMove', () => {
	it.each([
		['Landlord places the order and pays', true],
		['Landlord places the order, tenants pay', false],
	])('%s', async (step, landlordPays) => {
		const link = (await hosted({ Customer: { referenceId: 'cust-42' } })).body as string;
		expect((await submit(link, { step })).text).toContain('Your application is number 70001.');
		expect(simulator.control.state().partners.smartMove.applications).toMatchObject([{ landlordPays }]);
	});

	it('lead from an order to its report', async () => {
		const applicationId = await place(order());
		simulator.control.smartMove.setSwitches({ earlyReportUrl: true });
		const link = (await reportUrl(applicationId)).body as string;
		expect((await read(link)).text).toContain('Not ready yet');
		simulator.control.smartMove.makeReady({ applicationId });
		const { text } = await read(link);
		for (const words of [PAT, SAM, 'Recommendation', '9 Elm St, 2B, Albany, NY 12208'])
			expect(text).toContain(words);
	});
});
