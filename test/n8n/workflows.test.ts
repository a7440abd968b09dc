import { itemsOf, jsonOf } from '../../testbed/executions';
import type { Item } from '../../testbed/n8nTypes';
import { examples, runExample } from './support/examples';
import { useStack } from './support/stack';

const stack = useStack();

const control = () => stack.testbed.simulator.control;
const movem = () => control().state().partners.movem;
const portal = () => control().state().partners.movingPortal;
const execute = async (file: string, trigger?: string) => await runExample(stack.testbed, file, trigger);
const indexOf = ({ pairedItem }: Item) => (pairedItem as { item: number }).item;

beforeEach(() => {
	control().reset({ seed: 1 });
	control().mymove.setSwitches({ leadsPerDay: 24 });
});

it('has a test for every example', () => {
	// screening-to-report.json is in screening.test.ts, screening-and-wait.json in waiting.test.ts.
	expect(examples).toEqual([
		'affordability.json',
		'application-changes.json',
		'lead-to-referral.json',
		'new-lead-to-reference.json',
		'refer-once.json',
		'reference-progress.json',
		'reference-to-pdf.json',
		'screening-and-wait.json',
		'screening-to-report.json',
		'survey-progress.json',
		'survey-to-report.json',
	]);
});

describe('lead-to-referral', () => {
	it('takes every mover of the last day to the right partner, once, also when it runs twice', async () => {
		const execution = await execute('lead-to-referral.json');
		const leads = jsonOf(execution, 'New leads');
		const renters = leads.filter(({ new_housing_tenure }) => new_housing_tenure === 'rent');
		const buyers = leads.filter(({ new_housing_tenure }) => new_housing_tenure === 'own');
		expect(leads.length).toBeGreaterThan(10);
		expect(renters.length).toBeGreaterThan(0);
		expect(buyers.length).toBeGreaterThan(0);

		expect(
			movem()
				.applications.map(({ email }) => email)
				.sort(),
		).toEqual(renters.map(({ email }) => email).sort());
		expect(movem().credits).toBe(100 - renters.length);
		expect(portal().referrals).toHaveLength(buyers.length);
		expect(jsonOf(execution, 'Refer buyer for a survey').map(({ reference }) => reference)).toEqual(
			buyers.map(() => expect.stringMatching(/^TMP\d+$/)),
		);
		expect(itemsOf(execution, 'Invite renter to be referenced').map(indexOf)).toEqual(
			renters.map((_, i) => i),
		);

		const again = await execute('lead-to-referral.json');
		expect(
			jsonOf(again, 'Invite renter to be referenced').every(({ alreadyExisted }) => alreadyExisted === true),
		).toBe(true);
		expect(movem().credits).toBe(100 - renters.length);
		expect(portal().referrals).toHaveLength(buyers.length);
	});

	it('sends whom a partner refuses to the error output, and everybody else on', async () => {
		const refusal = { kind: 'status', status: 400, body: { message: 'Name looks odd' } } as const;
		control().faults.add({ provider: 'movem', operationId: 'createApplication', skip: 2, ...refusal });
		const execution = await execute('lead-to-referral.json');
		const good = itemsOf(execution, 'Invite renter to be referenced');
		const bad = itemsOf(execution, 'Invite renter to be referenced', 1);
		expect(bad.map(({ json }) => json)).toEqual([
			expect.objectContaining({
				error: expect.stringContaining('Name looks odd'),
				email: expect.stringContaining('@'),
			}),
		]);
		expect([...good, ...bad].map(indexOf).sort((a, b) => a - b)).toEqual([...good, ...bad].map((_, i) => i));
		expect(jsonOf(execution, 'For a person to look at')).toHaveLength(1);
	});
});

it('application-changes: one tenant takes another flat, the other’s credit comes back', async () => {
	const execution = await execute('application-changes.json');
	expect(jsonOf(execution, 'Credits before')).toEqual([{ credits: 100 }]);
	expect(jsonOf(execution, 'Look at it')).toMatchObject([
		{ property: 'Flat 4, 2 Elm Close', stage: 'invited' },
	]);
	expect(jsonOf(execution, 'Withdraw, get the credit back')).toMatchObject([{ deleted: true }]);
	expect(movem().credits).toBe(99);
	expect(
		movem()
			.applications.map(({ status }) => status)
			.sort(),
	).toEqual(['REQUESTED', 'REVOKED']);
	expect(jsonOf(execution, 'Still waiting for the tenant').length).toBeGreaterThan(0);
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

it('affordability: splits approved tenants from declined ones, each with the name of the property', async () => {
	const [first] = control().sprove.addProperties({ count: 3, checks: 2 });
	control().sprove.addCheck({ propertyId: String(first), tenantName: 'Kari Test', approved: true });
	control().sprove.addCheck({ propertyId: String(first), tenantName: 'Ola Test', approved: false });
	const execution = await execute('affordability.json');
	const name = jsonOf(execution, 'Active properties')[0]?.name;
	const approved = jsonOf(execution, 'Approved');
	const declined = jsonOf(execution, 'Declined');
	expect(approved.length + declined.length).toBe(8);
	expect(approved).toContainEqual({
		property: name,
		tenant: 'Kari Test',
		validUntil: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
	});
	expect(declined).toContainEqual({ property: name, tenant: 'Ola Test' });
});

// Started by hand, a polling trigger fetches a sample; polling.test.ts tests its own polls.
describe('from a polling trigger', () => {
	it('new-lead-to-reference: invites a mover who will rent', async () => {
		const lead = control().mymove.addLead({
			new_housing_tenure: 'rent',
			email: 'iris.vane@example.test.nosend',
		});
		const execution = await execute('new-lead-to-reference.json', 'A mover opts in');
		expect(jsonOf(execution, 'A mover opts in')).toMatchObject([{ email: lead.email }]);
		expect(movem().applications).toMatchObject([{ email: lead.email }]);
		expect(jsonOf(execution, 'Pass on the link')).toMatchObject([
			{ email: lead.email, link: expect.stringContaining('/movem/invitation/') },
		]);
	});

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
