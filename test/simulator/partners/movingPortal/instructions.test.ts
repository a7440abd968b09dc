import { startSimulator, type Simulator } from '../../../../simulator/http/server';
import { call } from '../../support/client';
import { BASIC, CASE, REFERRAL } from '../../support/referral';

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ now: '2025-03-01T09:30:00.000Z' });
});
afterAll(() => simulator.close());
beforeEach(() => simulator.control.reset());

const portal = (method: string, path: string, body?: unknown) =>
	call(method, `${simulator.url}/moving-portal${path}`, { headers: BASIC, body });
const actions = () => simulator.control.movingPortal;
const get = async (reference = 'TMP900001') =>
	(await portal('GET', `/instruction/${reference}`)).body as Record<string, unknown>;
const notify = (...kinds: [string, ...string[]]) => actions().notify({ kinds });

it('an instruction follows its referral, and is found by each of its references', async () => {
	const cases = [{ ...CASE, uniqueIntegrationReference: 'I-1', uniqueCustomerReference: 'C-1' }];
	await portal('POST', '/referral', { ...REFERRAL, cases });
	expect((await portal('GET', '/instruction/TMP900001')).status).toBe(404);
	actions().accept({ reference: 'I-1' });
	const instruction = await get();
	expect(instruction).toMatchObject({ tmpReference: 'TMP900001', statusCode: 'ACCEPTED', files: [] });
	for (const reference of ['I-1', 'C-1'])
		expect((await portal('GET', `/instruction/introducer/${reference}`)).body).toEqual(instruction);
	expect(await portal('GET', '/instruction/introducer/I-2')).toMatchObject({ status: 404 });
});

it('an instruction moves as its notifications say', async () => {
	actions().addInstructions({ count: 1 });
	const states: unknown[] = [];
	for (const kind of [
		'CASEACCEPTED',
		'PUTONHOLD',
		'TAKENOFFHOLD',
		'CASECANCELLED',
		'UNCANCELLED',
		'ORDERED',
	]) {
		notify(kind);
		const { statusCode, isOnHold } = await get();
		states.push([statusCode, isOnHold]);
	}
	expect(states).toEqual([
		['ACCEPTED', false],
		['ACCEPTED', true],
		['ACCEPTED', false],
		['CANCELLED', false],
		['ACCEPTED', false],
		['ACCEPTED', false],
	]);
});

it('a complete instruction has a report, under a name that has to be encoded', async () => {
	actions().addInstructions({ count: 1 });
	const path = '/instruction/TMP900001/file/Survey%20report%20TMP900001.pdf';
	expect((await portal('GET', path)).status).toBe(404);
	notify('CASECOMPLETED');
	expect((await get()).files).toEqual([{ fileName: 'Survey report TMP900001.pdf' }]);
	const { status, headers, text } = await portal('GET', path);
	expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type: 'application/pdf' });
	expect(text).toMatch(/^%PDF-/);
});

it('a file that is asked for is replaced by half a JSON where an answer is to be malformed', async () => {
	actions().addInstructions({ count: 1 });
	notify('CASECOMPLETED');
	simulator.control.faults.add({ kind: 'malformed' });
	const path = '/instruction/TMP900001/file/Survey%20report%20TMP900001.pdf';
	expect(await portal('GET', path)).toMatchObject({
		status: 200,
		text: '{"',
		headers: { 'content-type': 'application/json; charset=utf-8' },
	});
});

describe('a note', () => {
	const add = (body: unknown) => portal('POST', '/instruction/TMP900001/note', body);
	beforeEach(() => void actions().addInstructions({ count: 1 }));

	it('is numbered, and never visible to the supplier', async () => {
		await add({ visibleTo: ['Supplier', 'Customer'], noteBody: 'One', caseNoteReference: 'N1' });
		await add({ visibleTo: [], noteBody: 'Two' });
		expect((await get()).notes).toMatchObject([
			{ sequence: 1, caseNoteReference: 'N1', visibleTo: ['Introducer', 'Customer'], isRead: true },
			{ sequence: 2, caseNoteReference: null, visibleTo: ['Introducer'], isRead: true },
		]);
	});

	it.each([
		[{ visibleTo: ['Everybody'], noteBody: 'x' }, 'visibleTo'],
		[{ visibleTo: [], noteBody: 'x'.repeat(1001) }, 'noteBody'],
		[{ visibleTo: [], noteBody: 'x', caseNoteReference: 'x'.repeat(31) }, 'caseNoteReference'],
		[{ visibleTo: [] }, 'noteBody'],
	])('%j is refused', async (body, field) => {
		const { status, text } = await add(body);
		expect(status).toBe(400);
		expect(text).toContain(field);
	});

	it('is not taken by a case that can only be read', async () => {
		notify('CASEREJECTED');
		expect(await add({ visibleTo: [], noteBody: 'x' })).toMatchObject({
			status: 400,
			body: { errors: { noteBody: ['The case can only be read.'] } },
		});
		expect(() => actions().addNote({ reference: 'TMP900001' })).toThrow('can only be read');
	});

	it('of TMP is news, and unread until it is marked', async () => {
		actions().addNote({ reference: 'TMP900001' });
		expect((await get()).notes).toMatchObject([{ createdBy: 'TMP', isRead: false }]);
		expect((await portal('GET', '/instruction/TMP900001/notifications')).body).toMatchObject([
			{ notificationTypeCode: 'NOTEADDED' },
		]);
		expect((await portal('PUT', '/instruction/TMP900001/readnotes')).body).toEqual({
			success: true,
			reference: 'TMP900001',
		});
		expect((await get()).notes).toMatchObject([{ isRead: true }]);
		actions().setSwitches({ noteStatus: 204 });
		expect((await portal('PUT', '/instruction/TMP900001/readnotes')).status).toBe(204);
	});

	it('needs an instruction', async () => {
		expect((await portal('PUT', '/instruction/TMP1/readnotes')).status).toBe(404);
		expect(() => actions().addNote({ reference: 'TMP1' })).toThrow('has no instruction TMP1');
	});
});

it('data sets are lists of codes, those of the referral among them', async () => {
	const { body } = await portal('GET', '/data/DEFAULT-PROPERTYAGES');
	expect(body).toContainEqual({ code: 'UNKNOWN', description: 'Unknown', information: [] });
	expect((await portal('GET', '/data/NOSUCHSET')).status).toBe(404);
	actions().setSwitches({ dataSetAs: 'object' });
	expect((await portal('GET', '/data/APPOINTMENTTIMES')).body).toMatchObject({ items: [{}, {}] });
});
