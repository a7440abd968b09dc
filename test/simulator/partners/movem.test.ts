import { SIMULATED_CREDENTIALS, startSimulator, type Simulator } from '../../../simulator/http/server';
import { call } from '../support/client';

const { apiKey } = SIMULATED_CREDENTIALS.movem;
const KEY = { 'x-api-key': apiKey };
const TENANT = { name: 'Ada Quill', email: 'ada.quill@example.test', property: 'Flat 3, 9 Larch Row' };

interface Application {
	id: string;
	reference_id: string | null;
	status: string;
	created_at: string;
	expired_at: string;
	link: string;
	token: string;
}

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ now: '2025-03-01T09:30:00Z' });
});
afterAll(() => simulator.close());
beforeEach(() => simulator.control.reset());

const movem = (method: string, path: string, body?: unknown, headers: Record<string, string> = KEY) =>
	call(method, `${simulator.url}/movem${path}`, { headers, body });
const create = async () => (await movem('POST', '/application', TENANT)).body as Application;
const read = async (id: string) => (await movem('GET', `/application/${id}`)).body as Application;
const credits = async () => ((await movem('GET', '/credits')).body as { credits: number }).credits;

describe('the key', () => {
	it.each([
		['x-api-key', { 'x-api-key': apiKey }, 200],
		['Authorization without a scheme', { authorization: apiKey }, 200],
		['both', { 'x-api-key': apiKey, authorization: apiKey }, 200],
		['none', {}, 401],
		['a wrong one', { 'x-api-key': 'someone-else' }, 401],
		['a scheme word', { authorization: `Bearer ${apiKey}` }, 401],
		['a wrong one beside a right one', { 'x-api-key': apiKey, authorization: 'x' }, 401],
	])('%s', async (_name, headers, status) => {
		expect((await movem('GET', '/credits', undefined, headers)).status).toBe(status);
	});

	it('is refused for anything but JSON', async () => {
		const { status, body } = await movem('GET', '/credits', undefined, { ...KEY, accept: 'text/html' });
		expect(status).toBe(406);
		expect(body).toEqual({ message: 'Only JSON can be had here, not text/html' });
	});
});

describe('an application', () => {
	it('is created requested, without a reference, to expire thirty days later', async () => {
		expect(await create()).toMatchObject({
			...TENANT,
			reference_id: null,
			status: 'REQUESTED',
			created_at: '2025-03-01 09:30:00',
			expired_at: '2025-03-31',
		});
	});

	it('can be listed, with and without the trailing slash', async () => {
		const one = await create();
		const two = await create();
		for (const path of ['/application', '/application/']) {
			expect((await movem('GET', path)).body).toEqual([one, two]);
		}
	});

	it('changes its name and property, nothing else', async () => {
		const { id } = await create();
		expect((await movem('PUT', `/application/${id}`, { name: 'Ada B. Quill' })).body).toMatchObject({
			name: 'Ada B. Quill',
			property: TENANT.property,
		});
		const refused = await movem('PUT', `/application/${id}`, { email: 'other@example.test' });
		expect(refused.status).toBe(400);
		expect(refused.text).toContain('email is not in the contract');
		expect((await movem('PUT', `/application/${id}`, {})).status).toBe(400);
	});

	it('goes from requested to in progress with a reference, and to completed', async () => {
		const { id } = await create();
		simulator.control.movem.open({ id });
		expect(await read(id)).toMatchObject({ status: 'IN_PROGRESS', reference_id: '800001' });
		simulator.control.movem.complete({ id });
		expect(await read(id)).toMatchObject({ status: 'COMPLETED', reference_id: '800001' });
		expect(() => simulator.control.movem.open({ id })).toThrow('COMPLETED, not REQUESTED');
	});

	it.each(['revoke', 'expire', 'archive'] as const)('can be moved on by hand: %s', async (name) => {
		const { id } = await create();
		simulator.control.movem[name]({ id });
		expect((await read(id)).status).toBe({ revoke: 'REVOKED', expire: 'EXPIRED', archive: 'ARCHIVED' }[name]);
	});

	it('expires by the clock, not a second early', async () => {
		const { id } = await create();
		simulator.control.clock.advance({ days: 29, hours: 23, minutes: 59, seconds: 59 });
		expect((await read(id)).status).toBe('REQUESTED');
		simulator.control.clock.advance({ seconds: 1 });
		expect((await read(id)).status).toBe('EXPIRED');
	});

	it('may be spelled with a space, as the prose has it', async () => {
		const { id } = await create();
		simulator.control.movem.open({ id });
		simulator.control.movem.setSwitches({ spacedStatus: true });
		expect((await read(id)).status).toBe('IN PROGRESS');
		expect((await movem('GET', '/application')).body).toMatchObject([{ status: 'IN PROGRESS' }]);
	});

	it('that does not exist is 404, or 204 under the switch', async () => {
		expect((await movem('GET', '/application/nobody')).status).toBe(404);
		simulator.control.movem.setSwitches({ missingAs: 204 });
		expect(await movem('GET', '/application/nobody')).toMatchObject({ status: 204, text: '' });
	});

	it('can be hidden and removed', async () => {
		const { id } = await create();
		simulator.control.movem.setVisibility({ id, visibility: 'hidden' });
		expect((await movem('GET', `/application/${id}`)).status).toBe(403);
		simulator.control.movem.setVisibility({ id, visibility: 'removed' });
		expect((await movem('GET', `/application/${id}`)).status).toBe(410);
	});
});

describe('the events', () => {
	const events = (since?: number) => simulator.control.movem.events({ since });

	it('is every status an application has had, whoever brought it there', async () => {
		const { id } = await create();
		simulator.control.movem.open({ id });
		simulator.control.clock.advance({ hours: 1 });
		simulator.control.movem.complete({ id });
		const deleted = await create();
		await movem('DELETE', `/application/${deleted.id}`);
		const [at, later] = ['2025-03-01T09:30:00.000Z', '2025-03-01T10:30:00.000Z'];
		const one = { applicationId: id, referenceId: '800001' };
		const other = { applicationId: deleted.id, referenceId: null };
		expect(events()).toEqual([
			{ number: 1, at, until: at, ...one, referenceId: null, status: 'REQUESTED', previous: null },
			{ number: 2, at, until: later, ...one, status: 'IN_PROGRESS', previous: 'REQUESTED' },
			{ number: 3, at: later, until: null, ...one, status: 'COMPLETED', previous: 'IN_PROGRESS' },
			{ number: 4, at: later, until: later, ...other, status: 'REQUESTED', previous: null },
			{ number: 5, at: later, until: null, ...other, status: 'REVOKED', previous: 'REQUESTED' },
		]);
		expect(events(4)).toHaveLength(1);
	});

	it('includes the end of the thirty days, at its own time', async () => {
		const { id } = await create();
		simulator.control.clock.advance({ days: 40 });
		expect(events(1)).toMatchObject([
			{ applicationId: id, status: 'EXPIRED', at: '2025-03-31T09:30:00.000Z' },
		]);
	});

	it('in a busy week is thousands of changes, no two alike, none too fast to be seen', async () => {
		simulator.control.movem.setActivity({ perDay: 720, restMinutes: 120 });
		simulator.control.clock.advance({ days: 7 });
		const all = events();
		expect(all.length).toBeGreaterThan(4500);
		expect(all.length).toBeLessThan(5600);
		expect(new Set(all.map((one) => `${one.applicationId} ${one.status}`)).size).toBe(all.length);
		for (const status of ['REQUESTED', 'IN_PROGRESS', 'COMPLETED', 'REVOKED', 'EXPIRED'])
			expect(all.filter((one) => one.status === status).length).toBeGreaterThan(200);
		const lasted = all.flatMap(({ at, until }) =>
			until === null ? [] : [Date.parse(until) - Date.parse(at)],
		);
		expect(Math.min(...lasted)).toBeGreaterThanOrEqual(120 * 60_000);
		const standing = all.filter(({ until }) => until === null);
		const list = (await movem('GET', '/application')).body as Application[];
		const stands = (id: string, reference: string | null, status: string) => `${id} ${reference} ${status}`;
		expect(list.map((one) => stands(one.id, one.reference_id, one.status)).sort()).toEqual(
			standing.map((one) => stands(one.applicationId, one.referenceId, one.status)).sort(),
		);
		expect(await credits()).toBe(100);
	});

	it('is the same under the same seed, and nothing any more once it is called off', () => {
		const run = () => {
			simulator.control.reset();
			simulator.control.movem.setActivity({ perDay: 200 });
			simulator.control.clock.advance({ days: 1 });
			simulator.control.movem.setActivity({ perDay: 0 });
			simulator.control.clock.advance({ days: 1 });
			return events();
		};
		const first = run();
		expect(run()).toEqual(first);
		expect(first.at(-1)?.at.slice(0, 10)).toBe('2025-03-02');
		simulator.control.movem.setActivity({ perDay: 200 });
		simulator.control.reset();
		simulator.control.clock.advance({ days: 1 });
		expect(events()).toEqual([]);
	});
});

describe('credits', () => {
	it('are taken by a create and given back by a delete, once', async () => {
		expect(await credits()).toBe(100);
		const { id } = await create();
		expect(await credits()).toBe(99);
		expect(await movem('DELETE', `/application/${id}`)).toMatchObject({ status: 204, text: '' });
		expect(await credits()).toBe(100);
		expect((await movem('DELETE', `/application/${id}`)).status).toBe(400);
		expect(await credits()).toBe(100);
		expect((await movem('GET', '/application/')).body).toMatchObject([{ id, status: 'REVOKED' }]);
	});

	it('stay spent once the tenant has started', async () => {
		const { id } = await create();
		simulator.control.movem.open({ id });
		const { status, text } = await movem('DELETE', `/application/${id}`);
		expect(status).toBe(400);
		expect(text).toContain('only be deleted before the tenant starts; this one is IN_PROGRESS');
		expect(await credits()).toBe(99);
	});

	it('that ran out put an application on hold, and deleting that gives nothing', async () => {
		simulator.control.movem.setCredits({ credits: 0 });
		const { id, status } = await create();
		expect(status).toBe('HOLD');
		expect((await movem('DELETE', `/application/${id}`)).status).toBe(204);
		expect(await credits()).toBe(0);
	});

	it('that ran out refuse a create under the switch', async () => {
		simulator.control.movem.setCredits({ credits: 0 });
		simulator.control.movem.setSwitches({ noCredit: 'refuse' });
		const { status, text } = await movem('POST', '/application', TENANT);
		expect(status).toBe(400);
		expect(text).toContain('No credits left');
		expect((await movem('GET', '/application')).body).toEqual([]);
	});

	it('are not touched by applications put in by hand', async () => {
		const ids = simulator.control.movem.addApplications({ count: 250, status: 'COMPLETED' });
		expect(new Set(ids).size).toBe(250);
		expect((await movem('GET', '/application')).body).toHaveLength(250);
		expect(await credits()).toBe(100);
	});
});

describe('a request off the contract', () => {
	it.each([
		[
			'a field too many',
			'POST',
			'/application',
			{ ...TENANT, phone: '1' },
			400,
			'body phone is not in the contract',
		],
		[
			'a field too few',
			'POST',
			'/application',
			{ name: 'A', email: 'a@example.test' },
			400,
			'body property is required',
		],
		['an empty field', 'POST', '/application', { ...TENANT, name: '' }, 400, 'body name must not be empty'],
		['a wrong type', 'POST', '/application', { ...TENANT, name: 7 }, 400, 'body name must be string'],
		[
			'no address',
			'POST',
			'/application',
			{ ...TENANT, email: 'ada' },
			400,
			'body email is not a valid email',
		],
		['a query', 'GET', '/application?page=2', undefined, 400, 'query page is not in the contract'],
		['no body', 'POST', '/application', undefined, 400, 'body is required'],
		[
			'a body too many',
			'DELETE',
			'/application/1',
			{ id: 1 },
			400,
			'body is not in the contract of this operation',
		],
		[
			'a wrong method',
			'PATCH',
			'/application/1',
			undefined,
			405,
			'/application/1 takes GET, PUT, DELETE, not PATCH',
		],
		['a wrong path', 'GET', '/applications', undefined, 404, 'There is no GET /applications in the contract'],
		['an id that is none', 'GET', '/reference/x', undefined, 400, 'path referenceId must match'],
	])('%s is refused in words and remembered', async (_name, method, path, body, status, words) => {
		const reply = await movem(method, path, body);
		expect(reply.status).toBe(status);
		expect((reply.body as { message: string }).message).toContain(words);
		expect(simulator.control.violations()).toHaveLength(1);
	});

	it('without JSON in it is refused too', async () => {
		const json = { ...KEY, 'content-type': 'application/json' };
		expect((await movem('POST', '/application', '{"name":', json)).text).toContain('body is not valid JSON');
		const form = { ...KEY, 'content-type': 'application/x-www-form-urlencoded' };
		expect((await movem('POST', '/application', JSON.stringify(TENANT), form)).text).toContain(
			'header Content-Type is application/x-www-form-urlencoded; it must be application/json',
		);
		expect((await movem('POST', '/application', JSON.stringify(TENANT))).text).toContain(
			'Content-Type is missing',
		);
		expect(await credits()).toBe(100);
	});

	it('is remembered even when the key was wrong', async () => {
		expect((await movem('POST', '/application', {}, {})).status).toBe(401);
		expect(simulator.control.violations()).toMatchObject([
			{ kind: 'request', operationId: 'createApplication' },
		]);
	});
});
