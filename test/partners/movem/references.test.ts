import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { ExecuteContext } from 'n8n-core';

import { pdfOf } from '../../../simulator/files/pdf';
import { Movem } from '../../../nodes/Movem/Movem.node';
import { callListSearch } from '../../support/loadOptions';
import { credentialFor, partners } from '../../support/pack';
import { jsonOf, succeeded, useSimulator } from '../../support/useSimulator';
import { finishedReferences } from './finishedReferences';

const bench = useSimulator();

const movem = () => bench.control.movem;
const run = async (operation: string, parameters: IDataObject = {}, id = '800001') =>
	await bench.run('movem', {
		resource: 'reference',
		operation,
		referenceId: { __rl: true, mode: 'id', value: id },
		...parameters,
	} as INodeParameters);
const read = async (parameters: IDataObject = {}) =>
	jsonOf(succeeded(await run('get', parameters)).output)[0]!;
const finish = (ending: Parameters<typeof finishedReferences>[2] = [{}]) =>
	finishedReferences(bench.control, ending.length, ending);
/** Lets Movem answer with something of our own. */
const answers = (body: unknown) =>
	bench.control.faults.add({ kind: 'status', status: 200, body: body as object });

describe('Get', () => {
	it('says who passed and why, and leaves out what that rests on', async () => {
		finish();
		expect(await read()).toEqual({
			full_name: 'Tenant 1',
			property: 'Flat 1, 9 Larch Row',
			stage: 'passed',
			decision: 'PASS',
			decision_text: 'Passed',
			decision_reason: null,
			decision_user: null,
			summary: expect.objectContaining({ judgments: { result: 'Pass', message: 'No judgments found' } }),
			id: '800001',
			application_id: expect.any(String),
		});
		expect(bench.lines()).toEqual(['GET /movem/reference/800001']);
	});

	it('passes on the whole reference, as it came, when Simplify is off', async () => {
		finish([{ outcome: 'FAILED' }]);
		const raw = await read({ simplify: false });
		expect(raw).toMatchObject({ decision: 'FAIL', judgments: [{ amount: '250' }] });
		expect((raw.incomes as IDataObject[])[0]).toHaveProperty('transactions');
		expect(raw).not.toHaveProperty('stage');
	});

	it.each([
		['PASS', 'passed'],
		['PASSED', 'passed'],
		['MANUAL_PASSED', 'passed'],
		['manual passed', 'passed'],
		['FAIL', 'failed'],
		['FAILED', 'failed'],
		['MANUAL_FAILED', 'failed'],
		['REVIEW_NEEDED', 'actionNeeded'],
		['IN_PROGRESS', 'inProgress'],
		['POSTPONED', null],
	])('takes the decision %s for the stage %s', async (decision, stage) => {
		answers({ id: '1', decision });
		expect(await read()).toMatchObject({ decision, stage });
	});

	it.each([
		['only the text says', { decision_text: 'Failed' }, 'failed'],
		['there is a summary and no decision', { summary: { incomes: { result: 'Caution' } } }, 'actionNeeded'],
		['there is neither', { decision: null }, 'inProgress'],
	])('knows the stage where %s', async (_, body, stage) => {
		answers({ id: '1', ...body });
		expect((await read()).stage).toBe(stage);
	});

	it.each(['none', 'decision'] as const)(
		'asks for a person where the rules have not decided, said as %s, until that person has',
		async (reviewAs) => {
			finish([{ outcome: 'REVIEW_NEEDED' }]);
			movem().setSwitches({ reviewAs, decisionAs: 'list' });
			expect((await read()).stage).toBe('actionNeeded');
			movem().decide({ referenceId: '800001', status: 'MANUAL_PASSED', reason: 'Called the employer' });
			expect(await read()).toMatchObject({
				stage: 'passed',
				decision: 'MANUAL_PASSED',
				decision_user: 'Movem Operator',
				decision_reason: 'Called the employer',
			});
		},
	);

	it('finds the summary one level below, and takes nothing but findings from it', async () => {
		const summary = {
			incomes: { result: 'Pass', message: 'Verified by detected income', transactions: [{ amount: 1200 }] },
			salary: '30000.00',
		};
		answers({ id: '1', report: { summary, judgments: [{ amount: '250' }] } });
		const { summary: found, ...others } = await read();
		expect(found).toEqual({ incomes: { result: 'Pass', message: 'Verified by detected income' } });
		expect(JSON.stringify(others)).not.toContain('250');
	});

	it.each([404, 204] as const)('says that there is none when Movem answers %i', async (missingAs) => {
		movem().setSwitches({ missingAs });
		movem().open({ id: movem().addApplications({ count: 1 })[0]! });
		const { error } = await run('get');
		expect(error).toMatchObject({ name: 'NodeApiError', httpCode: '404' });
		expect(error?.message).toContain(
			missingAs === 204 ? 'There is no reference 800001' : 'Reference not found',
		);
		expect(error?.description).toContain('there is a reference once they have finished');
	});

	it.each([[[]], ['a text'], [{}], [{ message: 'Later' }], [{ id: null }]])(
		'does not take %j for a reference',
		async (body) => {
			answers(typeof body === 'string' ? JSON.stringify(body) : body);
			expect((await run('get')).error?.message).toContain('something else than a reference with an ID');
		},
	);
});

describe('Get Progress', () => {
	const progress = async () => jsonOf(succeeded(await run('getProgress')).output)[0]!;

	it('says how far the tenant is, before they have finished and after', async () => {
		const id = movem().addApplications({ count: 1 })[0]!;
		movem().open({ id });
		expect(await progress()).toEqual({
			reference_id: '800001',
			step: 'identity-verify',
			notes: [],
			started_at: '2025-03-01 09:30:00',
			progress: { identity: '2025-03-01 09:30:00', 'identity-verify': '2025-03-01 09:30:00' },
		});
		bench.control.clock.advance({ minutes: 5 });
		movem().complete({ id });
		movem().addNote({ referenceId: '800001', note: 'All well' });
		expect(await progress()).toMatchObject({
			step: 'complete',
			finished_at: '2025-03-01 09:35:00',
			notes: [{ user_name: 'Movem Operator', note: 'All well' }],
		});
	});

	it.each([
		[{ rent: '2025-03-01 10:00:00', income: '2025-03-01 09:00:00' }, 'rent'],
		[{}, null],
		[undefined, null],
	])('takes the latest of %j for the step', async (steps, step) => {
		answers({ progress: steps });
		expect((await progress()).step).toBe(step);
	});

	it('says that there is no reference where Movem has nothing to send', async () => {
		movem().setSwitches({ missingAs: 204 });
		expect((await run('getProgress')).error?.message).toContain('There is no reference 800001');
	});
});

describe.each([
	['getReport', 'report', [{}]],
	['getStatements', 'statements', [{ hasStatements: true }]],
] as const)('%s', (operation, what, ending) => {
	const bytesOf = ({ output }: Awaited<ReturnType<typeof run>>, field = 'data') =>
		Buffer.from(output[0]!.binary![field]!.data, 'base64');

	it('puts the file into the field of that name, byte for byte', async () => {
		finish(ending);
		const result = succeeded(await run(operation, { binaryPropertyName: 'pdf' }));
		const bytes = bytesOf(result, 'pdf');
		expect(bytes.subarray(0, 15)).toEqual(pdfOf([]).subarray(0, 15));
		const fileName = `movem-${what}-800001.pdf`;
		expect(jsonOf(result.output)).toEqual([{ reference_id: '800001', fileName, fileSize: bytes.length }]);
		expect(result.output[0]!.binary!.pdf).toMatchObject({
			fileName,
			mimeType: 'application/pdf',
			fileExtension: 'pdf',
		});
		expect(bench.arrived()[0]!.headers.accept).toBe('*/*');
	});

	it('tells an AI agent size and name, and keeps the file from it', async () => {
		finish(ending);
		jest.spyOn(ExecuteContext.prototype, 'isToolExecution').mockReturnValue(true);
		const { output } = succeeded(await run(operation));
		jest.restoreAllMocks();
		expect(output).toEqual([
			{
				json: {
					reference_id: '800001',
					fileName: `movem-${what}-800001.pdf`,
					fileSize: expect.any(Number),
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	it.each([404, 204] as const)('says that there is none when Movem answers %i', async (missingAs) => {
		movem().setSwitches({ missingAs });
		finish([{ outcome: 'REVIEW_NEEDED' }]);
		const { error, output } = await run(operation);
		expect(error).toMatchObject({ httpCode: '404' });
		expect(error?.message).toMatch(
			missingAs === 204 ? `Reference 800001 has no ${what}` : /: (Report|Statements) not found/,
		);
		expect(error?.description).toContain('a report once it has passed or failed');
		expect(output).toEqual([]);
	});

	it('takes no half of a PDF', async () => {
		const body = pdfOf(['One']).subarray(0, 300).toString('latin1');
		bench.control.faults.add({ kind: 'status', status: 200, body });
		const { error } = await run(operation);
		expect(error?.message).toContain('something else than a whole PDF');
		expect(error?.message).not.toContain('%PDF');
	});
});

it('the report is a PDF and nothing else', async () => {
	bench.control.faults.add({ kind: 'status', status: 200, body: 'Your report is being made' });
	expect((await run('getReport')).error?.message).toContain('something else than a whole PDF');
});

it('a report with something behind its end is a report', async () => {
	const body = `%PDF-1.4\n${'x'.repeat(2000)}\n%%EOF\n${' '.repeat(100)}appended`;
	bench.control.faults.add({ kind: 'status', status: 200, body });
	expect(succeeded(await run('getReport')).output[0]!.json.fileName).toBe('movem-report-800001.pdf');
});

describe('statements', () => {
	const download = async () => {
		const { json, binary } = succeeded(await run('getStatements')).output[0]!;
		return [json.fileName, binary!.data!.mimeType];
	};

	it.each([
		['jpeg', '.jpg', 'image/jpeg'],
		['png', '.png', 'image/png'],
	] as const)('that are a %s are named so', async (statementsAs, extension, mimeType) => {
		finish([{ hasStatements: true }]);
		movem().setSwitches({ statementsAs });
		expect(await download()).toEqual([`movem-statements-800001${extension}`, mimeType]);
	});

	it.each([
		['PK\u0003\u0004 and more', '.zip', 'application/zip'],
		['date,amount\n2025-01-01,1200', '', 'text/plain'],
		['not PK\u0003\u0004', '', 'text/plain'],
		['not %PDF-1.4', '', 'text/plain'],
	])('that begin with %j have the ending "%s"', async (body, extension, mimeType) => {
		bench.control.faults.add({ kind: 'status', status: 200, body });
		expect(await download()).toEqual([`movem-statements-800001${extension}`, mimeType]);
	});
});

describe('the list of references in the editor', () => {
	const search = async (filter?: string) => {
		const { results } = await callListSearch(new Movem(), 'searchReferences', {
			credentials: { movemApi: credentialFor('movem', bench.url) },
			credentialTypes: [partners.movem.type()],
			filter,
		});
		return results;
	};

	it('has those that were started, by tenant and property', async () => {
		const [, started] = movem().addApplications({ count: 2 });
		movem().open({ id: started! });
		expect(await search()).toEqual([
			{
				name: 'Tenant 2 (In Progress), Flat 2, 9 Larch Row',
				value: '800001',
				description: 'tenant.2@example.test.nosend',
			},
		]);
		expect(await search('no such tenant')).toEqual([]);
		expect(await search('TENANT.2')).toHaveLength(1);
	});
});
