import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { stageOfInstruction } from '../../../nodes/MovingPortal/stages';
import { jsonOf, succeeded, useSimulator } from '../../support/useSimulator';

const bench = useSimulator();
const portal = () => bench.control.movingPortal;
const newInstruction = (...kinds: string[]) => {
	const [{ tmpReference } = { tmpReference: '' }] = portal().addInstructions({ count: 1 });
	for (const kind of kinds) portal().notify({ reference: tmpReference, kinds: [kind] });
	return tmpReference;
};
const run = async (operation: string, parameters: IDataObject, options?: Parameters<typeof bench.run>[3]) =>
	await bench.run(
		'movingPortal',
		{ resource: 'instruction', operation, ...parameters } as INodeParameters,
		[{}],
		options,
	);

describe('an instruction', () => {
	it.each([
		['tmpReference', 'tmpReference', 'TMP900001', '/instruction/TMP900001'],
		['ownReference', 'ownReference', 'I-TMP900001', '/instruction/introducer/I-TMP900001'],
		['ownReference', 'ownReference', 'C-TMP900001', '/instruction/introducer/C-TMP900001'],
	])('is found by %s', async (findBy, field, reference, path) => {
		newInstruction('CASEACCEPTED');
		portal().addNote({ reference: 'TMP900001', noteBody: 'Keys at the office' });
		const { output } = succeeded(await run('get', { findBy, [field]: reference }));
		expect(jsonOf(output)).toMatchObject([
			{ tmpReference: 'TMP900001', notes: [{ noteBody: 'Keys at the office' }], stage: 'inProgress' },
		]);
		expect(bench.lines()).toEqual([`GET /moving-portal${path}`]);
	});

	it('is passed on untouched, whatever it is', async () => {
		const body = { Fee: { YOURFEEINCLVAT: '60' }, cases: [{ deep: [null, 1] }] };
		bench.control.faults.add({ kind: 'status', status: 200, body });
		const { output } = succeeded(await run('get', { tmpReference: 'TMP1' }));
		expect(jsonOf(output)).toEqual([{ ...body, stage: null }]);
	});

	it('that is not there, or is somebody else’s, is an error in their words', async () => {
		expect((await run('get', { tmpReference: 'TMP1' })).error).toMatchObject({
			message: 'The Moving Portal refuses the request: Not Found: No such instruction.',
			httpCode: '404',
		});
	});

	it.each([
		[{ statusCode: 'REJECTED' }, 'failed'],
		[{ StatusCode: 'Cancelled' }, 'closed'],
		[{ statusCode: 'CASECOMPLETED' }, 'passed'],
		[{ caseStatusCode: 'COMPLETED' }, 'passed'],
		[{ statusCode: 'APPOINTMENTCOMPLETED' }, 'inProgress'],
		[{ statusCode: 'APPOINTMENTCANCELLED' }, 'inProgress'],
		[{ status: 'On hold' }, 'actionNeeded'],
		[{ statusCode: 'ACCEPTED', isOnHold: true }, 'actionNeeded'],
		[{ statusCode: 'ACCEPTED', isOnHold: false }, 'inProgress'],
		[{ statusCode: ' ' }, null],
		[{ statusCode: 7 }, null],
		[{}, null],
	])('with %j is at the stage %s', (instruction, stage) => {
		expect(stageOfInstruction(instruction)).toBe(stage);
	});
});

describe('a file of an instruction', () => {
	it('is downloaded whole, by the name that stands in the instruction', async () => {
		const reference = newInstruction('CASEACCEPTED', 'CASECOMPLETED');
		const [instruction] = jsonOf(succeeded(await run('get', { tmpReference: reference })).output);
		const [{ fileName }] = instruction!.files as [{ fileName: string }];
		expect(instruction!.stage).toBe('passed');

		const parameters = { tmpReference: reference, fileName, binaryPropertyName: 'report' };
		const { output } = succeeded(await run('downloadFile', parameters));
		const { json, binary } = output[0]!;
		expect(json).toEqual({ tmpReference: reference, fileName, fileSize: expect.any(Number) });
		expect(binary).toMatchObject({ report: { fileName, mimeType: 'application/pdf', fileExtension: 'pdf' } });
		const bytes = Buffer.from(binary!.report!.data, 'base64');
		expect(bytes.length).toBe(json.fileSize);
		expect(bytes.toString('latin1')).toMatch(/^%PDF-1\.4\n[^]*Survey report[^]*%%EOF\n$/);
		expect(bench.lines().at(-1)).toBe(
			`GET /moving-portal/instruction/${reference}/file/Survey%20report%20${reference}.pdf`,
		);
	});

	it.each([
		['a/b.pdf', 'a%2Fb.pdf', 'b.pdf'],
		['..\\x.pdf', '..%5Cx.pdf', 'x.pdf'],
		['é 1?#.pdf', '%C3%A9%201%3F%23.pdf', 'é 1?#.pdf'],
	])('named %s is asked for as it is, and kept without folders', async (fileName, encoded, kept) => {
		bench.control.faults.add({
			kind: 'status',
			status: 200,
			body: 'text',
			headers: { 'content-type': 'application/pdf' },
		});
		const { output } = succeeded(await run('downloadFile', { tmpReference: 'TMP1', fileName }));
		expect(bench.lines()).toEqual([`GET /moving-portal/instruction/TMP1/file/${encoded}`]);
		expect(output[0]!.json.fileName).toBe(kept);
	});

	it.each([
		['empty', 204, 'Instruction TMP900001 has no file “x.pdf”'],
		['empty', 200, 'The Moving Portal answered with nothing'],
	] as const)('that is %s with status %d is none', async (kind, status, message) => {
		newInstruction();
		bench.control.faults.add({ kind, status });
		const { error } = await run('downloadFile', { tmpReference: 'TMP900001', fileName: 'x.pdf' });
		expect(error?.message).toBe(message);
	});

	it('that does not exist is an error in their words', async () => {
		newInstruction();
		const { error } = await run('downloadFile', { tmpReference: 'TMP900001', fileName: 'x.pdf' });
		expect(error?.message).toContain('Not Found: No such file.');
	});

	it('is asked for again when the connection breaks, and not when half a JSON comes in its place', async () => {
		const reference = newInstruction('CASECOMPLETED');
		const fileName = `Survey report ${reference}.pdf`;
		bench.control.faults.add({ kind: 'breakOff' });
		succeeded(await run('downloadFile', { tmpReference: reference, fileName }));
		expect(bench.arrived()).toHaveLength(2);
		bench.control.faults.add({ kind: 'malformed' });
		const { error } = await run('downloadFile', { tmpReference: reference, fileName });
		expect(error?.message).toContain('data instead of a file');
		expect(bench.arrived()).toHaveLength(3);
	});
});
