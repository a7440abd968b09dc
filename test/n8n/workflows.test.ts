import { itemsOf, jsonOf } from '../../testbed/executions';
import { runExample } from './support/examples';
import { useStack } from './support/stack';

const stack = useStack();

const control = () => stack.testbed.simulator.control;
const portal = () => control().state().partners.movingPortal;
const execute = async (file: string, trigger?: string) => await runExample(stack.testbed, file, trigger);

beforeEach(() => {
	control().reset({ seed: 1 });
	control().mymove.setSwitches({ leadsPerDay: 24 });
});

it('refer-once: refers what is new and nothing the second time', async () => {
	const execution = await execute('refer-once.json');
	expect(jsonOf(execution, 'Refer').map(({ reference }) => reference)).toEqual([
		expect.stringMatching(/^TMP\d+$/),
		expect.stringMatching(/^TMP\d+$/),
	]);
	const again = await execute('refer-once.json');
	expect(jsonOf(again, 'Referred already?')).toEqual([
		{ exists: true, reference: 'DESK-1001' },
		{ exists: true, reference: 'DESK-1002' },
	]);
	expect(jsonOf(again, 'Refer')).toEqual([]);
	expect(portal().referrals).toHaveLength(2);
});

// Started by hand, a polling trigger fetches a sample; polling.test.ts tests its own polls.
describe('from a polling trigger', () => {
	it('reference-progress: says that a tenant has started', async () => {
		const [id] = control().movem.addApplications({ count: 1 });
		control().movem.open({ id: String(id) });
		const execution = await execute('reference-progress.json', 'An application changes');
		expect(jsonOf(execution, 'Under way')).toEqual([{ message: expect.stringContaining('has started') }]);
	});

	it.each([
		['PASSED', 'Passed', 'has passed for Flat 1, 9 Larch Row'],
		['FAILED', 'Failed', 'has failed for Flat 1, 9 Larch Row'],
	] as const)(
		'reference-to-pdf: keeps the report of a reference that is %s',
		async (outcome, branch, says) => {
			control().movem.addApplications({ count: 1, status: 'COMPLETED', outcome });
			const execution = await execute('reference-to-pdf.json', 'A tenant has finished');
			expect(jsonOf(execution, branch)).toEqual([
				{ message: expect.stringContaining(says), reference_id: '800001' },
			]);
			const [kept] = itemsOf(execution, 'Keep the PDF');
			expect(kept?.json).toEqual({
				reference_id: '800001',
				fileName: 'movem-report-800001.pdf',
				fileSize: expect.any(Number),
			});
			expect(kept?.binary).toMatchObject({
				data: { fileName: 'movem-report-800001.pdf', mimeType: 'application/pdf', fileExtension: 'pdf' },
			});
		},
	);

	it('reference-to-pdf: fetches nothing where nobody has decided', async () => {
		control().movem.addApplications({ count: 1, status: 'COMPLETED', outcome: 'REVIEW_NEEDED' });
		const execution = await execute('reference-to-pdf.json', 'A tenant has finished');
		expect(jsonOf(execution, 'A person has to decide')).toMatchObject([{ reference_id: '800001' }]);
		expect(control().requests({ operationId: 'getReferenceReport' })).toEqual([]);
	});

	it('survey-progress: says that a survey is complete', async () => {
		const [instruction] = control().movingPortal.addInstructions({ count: 1 });
		control().movingPortal.notify({ kinds: ['CASECOMPLETED'] });
		const execution = await execute('survey-progress.json', 'News of an instruction');
		expect(jsonOf(execution, 'News of an instruction')).toMatchObject([
			{ tmpReference: instruction?.tmpReference, stage: 'passed' },
		]);
		expect(jsonOf(execution, 'Done')).toEqual([{ message: expect.stringContaining('complete') }]);
		// A test run marks nothing at The Moving Portal as processed.
		expect(control().requests({ operationId: 'markNotificationsProcessed' })).toEqual([]);
	});

	it('survey-to-report: a referral becomes an instruction, and its report is downloaded', async () => {
		const [referral] = jsonOf(await execute('survey-to-report.json'), 'Refer');
		control().movingPortal.accept({ reference: 'DESK-2001' });
		const early = await execute('survey-to-report.json', 'News of an instruction');
		expect(jsonOf(early, 'News of an instruction')).toMatchObject([{ stage: 'inProgress' }]);
		expect(jsonOf(early, 'Download')).toEqual([]);

		control().movingPortal.notify({ kinds: ['CASECOMPLETED'], timestamps: ['2020-01-01T00:00:00.0000001Z'] });
		const execution = await execute('survey-to-report.json', 'News of an instruction');
		const fileName = `Survey report ${String(referral?.reference)}.pdf`;
		const [kept] = itemsOf(execution, 'Keep the report');
		expect(kept?.json).toEqual({
			tmpReference: referral?.reference,
			fileName,
			fileSize: expect.any(Number),
		});
		expect(kept?.binary).toMatchObject({ data: { fileName, mimeType: 'application/pdf' } });
	});
});
