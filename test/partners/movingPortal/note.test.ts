import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { bodyOf, jsonOf, succeeded, useSimulator } from '../../support/useSimulator';

const bench = useSimulator();
const portal = () => bench.control.movingPortal;
const notes = () => bench.control.state().partners.movingPortal.instructions.flatMap((one) => one.notes);
const run = async (operation: string, parameters: IDataObject = {}, resource = 'note') =>
	await bench.run('movingPortal', {
		resource,
		operation,
		tmpReference: 'TMP900001',
		...parameters,
	} as INodeParameters);

beforeEach(() => void portal().addInstructions({ count: 1 }));

describe('a note', () => {
	it('is sent with its reference and to whom it is visible', async () => {
		const parameters = {
			noteBody: ' The keys are at the office. ',
			visibleTo: ['Customer', 'Introducer'],
			additionalFields: { caseNoteReference: 'Note1' },
		};
		const { output } = succeeded(await run('create', parameters));
		expect(bodyOf(bench.arrived()[0])).toEqual({
			visibleTo: ['Customer', 'Introducer'],
			noteBody: 'The keys are at the office.',
			caseNoteReference: 'Note1',
		});
		expect(jsonOf(output)).toEqual([{ success: true, reference: 'TMP900001', tmpReference: 'TMP900001' }]);
		expect(notes()).toMatchObject([{ caseNoteReference: 'Note1', visibleTo: ['Introducer', 'Customer'] }]);
	});

	it('is yours alone by default, and has no reference', async () => {
		succeeded(await run('create', { noteBody: 'x'.repeat(1000) }));
		expect(bodyOf(bench.arrived()[0])).toEqual({ visibleTo: ['Introducer'], noteBody: 'x'.repeat(1000) });
	});

	it('to an instruction that can only be read is refused', async () => {
		portal().notify({ kinds: ['CASECANCELLED'] });
		const { error } = await run('create', { noteBody: 'Late' });
		expect(error?.message).toBe('The Moving Portal refuses noteBody: The case can only be read.');
	});

	it.each([false, 'False'])('is refused by success: %j, also with a 2xx', async (success) => {
		const body = { success, title: 'Not now' };
		bench.control.faults.add({ kind: 'status', status: 200, body });
		const { error } = await run('create', { noteBody: 'Hello' });
		expect(error?.message).toBe('The Moving Portal refuses the request: Not now');
	});

	it('counts as created by any other success', async () => {
		portal().setSwitches({ noteStatus: 204 });
		const { output } = succeeded(await run('create', { noteBody: 'Hello' }));
		expect(jsonOf(output)).toEqual([{ success: true, tmpReference: 'TMP900001' }]);
	});
});

it('all notes of an instruction are marked as read', async () => {
	portal().addNote({ reference: 'TMP900001' });
	portal().addNote({ reference: 'TMP900001' });
	expect(notes().map(({ isRead }) => isRead)).toEqual([false, false]);
	succeeded(await run('markRead'));
	expect(notes().map(({ isRead }) => isRead)).toEqual([true, true]);
	expect(bench.lines()).toEqual(['PUT /moving-portal/instruction/TMP900001/readnotes']);
});

describe('notifications', () => {
	const codes = async (parameters: IDataObject = {}) =>
		jsonOf(succeeded(await run('get', parameters, 'notification')).output).map(
			({ notificationTypeCode }) => notificationTypeCode,
		);

	it('are those of one instruction that are not marked, until they are, with every digit', async () => {
		const [first, last] = portal().notify({ kinds: ['ORDERED', 'CASECOMPLETED'] });
		expect(await codes()).toEqual(['ORDERED', 'CASECOMPLETED']);
		const upTo = last!.createdTimestamp;
		expect(jsonOf(succeeded(await run('markProcessed', { upTo }, 'notification')).output)).toMatchObject([
			{ success: true, tmpReference: 'TMP900001' },
		]);
		expect(bench.lines().at(-1)).toContain(`processed?timestamp=${encodeURIComponent(upTo)}`);
		expect(await codes()).toEqual([]);
		expect(await codes({ filters: { after: first!.createdTimestamp } })).toEqual(['CASECOMPLETED']);
		succeeded(await run('markProcessed', { upTo: '0001-01-01T00:00:00.0000000Z' }, 'notification'));
		expect(await codes()).toEqual(['ORDERED', 'CASECOMPLETED']);
	});

	it.each(['2025-02-19T15:22:12.29638021Z', '2025-02-19', '={{ new Date().getTime() }}'])(
		'are not marked up to %s',
		async (upTo) => {
			const { error } = await run('markProcessed', { upTo }, 'notification');
			expect(error?.message).toContain('Up To must be a time as The Moving Portal gives it');
			expect(bench.arrived()).toEqual([]);
		},
	);

	it('lead to the instructions that have some', async () => {
		portal().addInstructions({ count: 2 });
		for (const reference of ['TMP900001', 'TMP900003']) portal().notify({ reference });
		const list = async (more: IDataObject) =>
			jsonOf(succeeded(await run('getAll', more, 'notification')).output).map(
				({ tmpReference }) => tmpReference,
			);
		expect(await list({ returnAll: true })).toEqual(['TMP900001', 'TMP900003']);
		expect(await list({ limit: 1 })).toEqual(['TMP900001']);
	});
});
