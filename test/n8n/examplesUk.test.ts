import { setTimeout as pause } from 'node:timers/promises';

import { errorOf, jsonOf } from '../../testbed/executions';
import type { Execution, JsonObject, StoredWorkflow, WorkflowFile } from '../../testbed/n8nTypes';
import { mailCredentialSeed } from '../../testbed/simulatedCredentials';
import { withCredentials } from '../../testbed/workflowFiles';
import { everyThreeSeconds } from '../../trials/soak/soak';
import { useChat } from './support/chat';
import { readExample, submitForm, withoutLimit, withValues, writesOf } from './support/examples';
import { useMail } from './support/mail';
import { useStack } from './support/stack';

const stack = useStack();
const mail = useMail(stack);
const chat = useChat();

const control = () => stack.testbed.simulator.control;
const movem = () => control().state().partners.movem;
const portal = () => control().state().partners.movingPortal;

const OFFICE = { mailFrom: 'Larch Lettings <office@larch.nosend>', deskEmail: 'desk@larch.nosend' };

const text = (part: unknown) => expect.stringContaining(String(part)) as string;

/** The active workflow of the test, which is switched off behind it: a form's address can be taken only once. */
let active: StoredWorkflow | undefined;

beforeEach(() => void control().reset({ seed: 1 }));

afterEach(async () => {
	if (active) await stack.testbed.client.deactivate(active.id);
	active = undefined;
});

async function activate(
	file: string,
	values?: JsonObject,
	change = (workflow: WorkflowFile) => workflow,
): Promise<StoredWorkflow> {
	const example = change(readExample(file));
	active = await stack.testbed.addWorkflow(values ? withValues(example, values) : example);
	await stack.testbed.client.activate(active.id);
	return active;
}

/** Expects that an execution went through, and that the partners saw nothing off their contracts. */
function expectSuccess(execution: Execution): void {
	expect(errorOf(execution)).toBeUndefined();
	expect(execution.status).toBe('success');
	expect(control().state().violations).toEqual([]);
}

/** Expects that an execution has stopped at the example's own values, and that nobody was sent anything. */
function expectStopped(execution: Execution): void {
	expect(errorOf(execution)?.message).toContain('Open the node Your values');
	expect(execution.status).toBe('error');
	expect(writesOf(stack.testbed)).toEqual([]);
	expect(mail.mails).toEqual([]);
	expect(chat.lines).toEqual([]);
}

/** The workflow with no credential chosen in one of its nodes. */
function without(workflow: WorkflowFile, node: string): WorkflowFile {
	const nodes = workflow.nodes.map((each) =>
		each.name === node ? { ...each, credentials: undefined } : each,
	);
	return { ...workflow, nodes };
}

/** Expects that an execution is red for want of a credential: n8n's error output has only what fails of an item. */
function expectNoCredential(execution: Execution): void {
	expect(execution.status).toBe('error');
	expect(errorOf(execution)?.message).toBe('Node does not have any credentials set');
	expect(mail.mails).toEqual([]);
}

/** Presses "Execute workflow". */
async function run(workflow: WorkflowFile): Promise<Execution> {
	return await stack.testbed.client.runWorkflow(await stack.testbed.addWorkflow(workflow));
}

describe('uk-reference-a-new-tenant', () => {
	const file = 'uk-reference-a-new-tenant.json';
	const tenant = {
		'Tenant name': 'Ada Quill',
		'Tenant email': 'ada.quill@example.test.nosend',
		Property: 'Flat 3, 9 Larch Row',
	};
	const fillIn = async (answers = tenant) => await submitForm(stack.testbed, active!, answers);

	it('stops as imported', async () => {
		await activate(file);
		expectStopped(await fillIn());
	});

	it('invites the tenant and mails the link, once', async () => {
		await activate(file, OFFICE);
		expectSuccess(await fillIn());
		const [application] = movem().applications;
		expect(application).toMatchObject({ email: tenant['Tenant email'], property: tenant.Property });
		expect(mail.mails).toEqual([
			{
				from: 'office@larch.nosend',
				to: [tenant['Tenant email']],
				subject: 'Your reference for Flat 3, 9 Larch Row',
				text: text(application?.link),
				attachments: [],
			},
		]);
		expect(mail.mails[0]?.text).toContain('Dear Ada Quill');
		expect(mail.mails[0]?.text).toContain('\nLarch Lettings');

		expectSuccess(await fillIn());
		expect(movem().applications).toHaveLength(1);
		expect(movem().credits).toBe(99);
		expect(mail.mails[1]).toMatchObject({
			to: ['desk@larch.nosend'],
			subject: 'Ada Quill was invited before',
			text: text(application?.link),
		});
	});

	it('tells the desk that Movem has refused, and why', async () => {
		await activate(file, OFFICE);
		const refusal = { kind: 'status', status: 400, body: { message: 'Name looks odd' } } as const;
		control().faults.add({ provider: 'movem', operationId: 'createApplication', ...refusal });
		expectSuccess(await fillIn());
		expect(mail.mails).toMatchObject([
			{
				to: ['desk@larch.nosend'],
				subject: 'Not invited: Ada Quill',
				text: text('Name looks odd'),
			},
		]);
	});

	it('tells the desk that the credits are too few, and invites nobody', async () => {
		await activate(file, { ...OFFICE, keepAtLeast: 100 });
		const execution = await fillIn();
		expectSuccess(execution);
		expect(jsonOf(execution, 'Invite the tenant at Movem')).toEqual([]);
		expect(writesOf(stack.testbed)).toEqual([]);
		expect(mail.mails).toMatchObject([
			{
				subject: 'Not invited: Ada Quill',
				text: text('Movem has 100 credits, and 101 are needed'),
			},
		]);
	});
});

describe('uk-who-has-not-answered', () => {
	const example = readExample('uk-who-has-not-answered.json');
	const changed = withoutLimit(withValues(example, { mailFrom: OFFICE.mailFrom }));

	/** The example counts London's days. */
	const inLondon = (time: number) =>
		new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(time);
	/** Noon of so many days ago. */
	const noon = (daysAgo: number) =>
		new Date(Date.parse(`${inLondon(Date.now())}T12:00:00Z`) - daysAgo * 24 * 3_600_000).toISOString();

	/** Invites as many tenants as asked for, so many days ago. */
	function invite(count: number, daysAgo: number): string[] {
		control().clock.set(noon(daysAgo));
		const ids = control().movem.addApplications({ count });
		control().clock.set(noon(0));
		return ids;
	}

	beforeEach(async () => {
		// Midnight in the middle of a test would make each invitation a day older.
		while (inLondon(Date.now()) !== inLondon(Date.now() + 30_000)) await pause(1000);
		// The simulator's time begins before everything that a test puts into it.
		control().reset({ seed: 1, now: noon(40) });
	});

	const reminded = () => mail.mails.map(({ to }) => to.join()).sort();
	const emailOf = (id: string | undefined) => movem().applications.find((one) => one.id === id)?.email;

	it('stops as imported', async () => {
		invite(1, 3);
		expectStopped(await run(example));
	});

	it('reminds who has not opened the link, every three days while it works', async () => {
		invite(1, 30);
		const [nine] = invite(1, 9);
		invite(1, 4);
		const [three, opened] = invite(2, 3);
		control().movem.open({ id: String(opened) });
		invite(1, 0);
		expectSuccess(await run(changed));
		expect(reminded()).toEqual([emailOf(nine), emailOf(three)].sort());
		expect(mail.mails[0]).toMatchObject({ from: 'office@larch.nosend', text: text('/movem/invitation/') });
		expect(writesOf(stack.testbed)).toEqual([]);
	});

	it('reminds nobody twice on a day', async () => {
		const [id] = invite(1, 3);
		const workflow = await stack.testbed.addWorkflow(changed);
		for (const runs of [1, 2]) {
			expectSuccess(await stack.testbed.client.runWorkflow(workflow));
			expect([runs, reminded()]).toEqual([runs, [emailOf(id)]]);
		}
	});

	it('reminds the others when one mail is refused, names who got none, and repeats nothing', async () => {
		const ids = invite(3, 3);
		const [refused, ...others] = movem().applications.filter(({ id }) => ids.includes(id));
		mail.refuse(String(refused?.email));
		const workflow = await stack.testbed.addWorkflow(changed);
		const execution = await stack.testbed.client.runWorkflow(workflow);
		expect(execution.status).toBe('error');
		expect(errorOf(execution)).toMatchObject({
			message: `Not reminded: ${refused?.name} (${refused?.email})`,
			description: text('550 5.1.1 No such mailbox here'),
		});
		const theirs = others.map(({ email }) => email).sort();
		expect(theirs).toHaveLength(2);
		expect(reminded()).toEqual(theirs);

		expectSuccess(await stack.testbed.client.runWorkflow(workflow));
		expect(reminded()).toEqual(theirs);
	});

	it('names everybody when the mail server is not there', async () => {
		const ids = invite(2, 3);
		const { client, credentials } = stack.testbed;
		const { name, type, data } = mailCredentialSeed(1);
		const smtp = await client.createCredential(name, type, data);
		const there = withCredentials(changed, new Map([...credentials, [type, smtp]]));
		const execution = await client.runWorkflow(await client.createWorkflow(there));
		expect(execution.status).toBe('error');
		for (const id of ids) expect(errorOf(execution)?.message).toContain(emailOf(id));
	});

	it('is red when no SMTP credential is chosen', async () => {
		invite(2, 3);
		expectNoCredential(await run(without(changed, 'Remind the tenant by mail')));
	});

	it('reminds one while it is tried', async () => {
		invite(3, 3);
		expectSuccess(await run(withValues(example, { mailFrom: OFFICE.mailFrom })));
		expect(mail.mails).toHaveLength(1);
	});
});

describe('uk-reference-done', () => {
	const example = readExample('uk-reference-done.json');
	const changed = withValues(example, OFFICE);
	const finish = (outcome: 'PASSED' | 'FAILED' | 'REVIEW_NEEDED') =>
		control().movem.addApplications({ count: 1, status: 'COMPLETED', outcome });
	const failing = (operationId: string) =>
		control().faults.add({
			provider: 'movem',
			operationId,
			kind: 'status',
			status: 404,
			body: { message: 'No such thing' },
		});

	it('stops as imported', async () => {
		finish('PASSED');
		expectStopped(await run(example));
		expect(control().requests({ operationId: 'getReferenceReport' })).toEqual([]);
	});

	it.each([
		['PASSED', 'Tenant 1 has passed for Flat 1, 9 Larch Row'],
		['FAILED', 'Tenant 1 has failed for Flat 1, 9 Larch Row'],
	] as const)('mails the report of a reference that is %s', async (outcome, subject) => {
		finish(outcome);
		expectSuccess(await run(changed));
		expect(mail.mails).toEqual([
			{
				from: 'office@larch.nosend',
				to: ['desk@larch.nosend'],
				subject,
				text: text('movem-report-800001.pdf'),
				attachments: [{ fileName: 'movem-report-800001.pdf', bytes: expect.any(Number) as number }],
			},
		]);
	});

	it('says that a person has to decide, and fetches no report', async () => {
		finish('REVIEW_NEEDED');
		expectSuccess(await run(changed));
		expect(mail.mails).toMatchObject([
			{ subject: 'To decide: Tenant 1 for Flat 1, 9 Larch Row', attachments: [] },
		]);
		expect(control().requests({ operationId: 'getReferenceReport' })).toEqual([]);
	});

	it.each([
		['getReference', 'Not read: the reference of Tenant 1'],
		['getReferenceReport', 'Tenant 1 has passed for Flat 1, 9 Larch Row, without a report'],
	])('tells the desk why %s failed', async (operationId, subject) => {
		finish('PASSED');
		failing(operationId);
		expectSuccess(await run(changed));
		expect(mail.mails).toMatchObject([{ subject, text: text('Why: '), attachments: [] }]);
		expect(mail.mails[0]?.text).not.toContain('undefined');
	});
});

describe('uk-refer-a-buyer-for-a-survey', () => {
	const file = 'uk-refer-a-buyer-for-a-survey.json';
	const buyer = {
		'Case number': 'SALE-1001',
		'First name': 'Kim',
		'Last name': 'Example',
		Email: 'kim@example.test.nosend',
		Telephone: '01234 567890',
		Street: '3 Fiction Row',
		Town: 'Anytown',
		Postcode: 'AB1 2CD',
		'Purchase price': '285000',
	};
	const fillIn = async (answers = buyer) => await submitForm(stack.testbed, active!, answers);

	it('stops as imported', async () => {
		await activate(file);
		expectStopped(await fillIn());
	});

	const EITHER: Array<[string, (workflow: WorkflowFile) => WorkflowFile]> = [
		['while it is tried', (workflow) => workflow],
		['when the limit is deleted', withoutLimit],
	];

	it.each(EITHER)('refers the buyer, once, %s', async (_, change) => {
		await activate(file, OFFICE, change);
		expectSuccess(await fillIn());
		expect(portal().referrals).toMatchObject([
			{ referral: { cases: [{ uniqueIntegrationReference: 'SALE-1001' }] } },
		]);
		expect(mail.mails).toMatchObject([
			{
				to: ['desk@larch.nosend'],
				subject: 'SALE-1001 is referred for a survey',
				text: expect.stringMatching(/Kim Example .* TMP\d+/) as string,
			},
		]);
		expectSuccess(await fillIn());
		expect(portal().referrals).toHaveLength(1);
		expect(mail.mails[1]).toMatchObject({ subject: 'SALE-1001 was referred before' });
	});

	it('tells the desk what was wrong, and refers nobody', async () => {
		await activate(file, OFFICE);
		expectSuccess(await fillIn({ ...buyer, Telephone: 'by mail' }));
		expect(portal().referrals).toEqual([]);
		expect(mail.mails).toMatchObject([
			{ subject: 'Not referred: SALE-1001', text: text('Telephone Number') },
		]);
	});

	it.each(EITHER)('tells the desk that The Moving Portal has refused, and why, %s', async (_, change) => {
		await activate(file, OFFICE, change);
		const refusal = { kind: 'status', status: 400, body: { message: 'The product is not active' } } as const;
		control().faults.add({ provider: 'moving-portal', operationId: 'createReferral', ...refusal });
		expectSuccess(await fillIn());
		expect(mail.mails).toMatchObject([
			{
				subject: 'Not referred: SALE-1001',
				text: expect.stringMatching(/^Kim Example was not referred.*The product is not active/s) as string,
			},
		]);
	});
});

describe('uk-survey-news-to-the-desk', () => {
	const example = readExample('uk-survey-news-to-the-desk.json');
	const changed = () => withValues(example, { ...OFFICE, chatAddress: chat.url });
	const news = (kind: string) => {
		const [instruction] = control().movingPortal.addInstructions({ count: 1 });
		control().movingPortal.notify({ kinds: [kind] });
		return instruction!;
	};

	it('stops as imported', async () => {
		news('CASECOMPLETED');
		expectStopped(await run(example));
		expect(control().requests({ operationId: 'markNotificationsProcessed' })).toEqual([]);
	});

	it('tells the chat one line, and fetches nothing while the survey is under way', async () => {
		const { uniqueIntegrationReference } = news('NOTEADDED');
		expectSuccess(await run(changed()));
		expect(chat.lines).toEqual([`${uniqueIntegrationReference}: Note added`]);
		expect(mail.mails).toEqual([]);
		expect(control().requests({ operationId: 'getInstruction' })).toEqual([]);
	});

	it('mails the report when the survey is complete', async () => {
		const { tmpReference, uniqueIntegrationReference } = news('CASECOMPLETED');
		expectSuccess(await run(changed()));
		expect(chat.lines).toHaveLength(1);
		const fileName = `Survey report ${tmpReference}.pdf`;
		expect(mail.mails).toMatchObject([
			{
				to: ['desk@larch.nosend'],
				subject: `Survey of ${uniqueIntegrationReference}: ${fileName}`,
				attachments: [{ fileName, bytes: expect.any(Number) as number }],
			},
		]);
		expect(writesOf(stack.testbed)).toEqual([]);
	});

	it.each([
		['getInstruction', 'Not read: '],
		['getInstructionFile', 'No file: '],
	])('tells the desk why %s failed', async (operationId, subject) => {
		news('CASECOMPLETED');
		control().faults.add({
			provider: 'moving-portal',
			operationId,
			kind: 'status',
			status: 404,
			body: { message: 'No such thing' },
		});
		expectSuccess(await run(changed()));
		expect(mail.mails).toMatchObject([{ subject: text(subject), text: text('Why: '), attachments: [] }]);
		expect(mail.mails[0]?.text).not.toContain('undefined');
	});

	it.each([
		[
			'documents instead',
			{ documents: [{ fileName: 'Report.pdf' }] },
			'The instruction has nothing under "files"',
		],
		['an empty list', { files: [] }, 'The instruction has nothing under "files"'],
		['files with other names', { files: [{ title: 'Report.pdf' }] }, 'File Name'],
	])('tells the desk that it finds no file in the instruction: %s', async (_, listed, why) => {
		const { tmpReference, uniqueIntegrationReference } = news('CASECOMPLETED');
		control().faults.add({
			provider: 'moving-portal',
			operationId: 'getInstruction',
			kind: 'status',
			status: 200,
			body: { tmpReference, ...listed },
		});
		expectSuccess(await run(changed()));
		expect(mail.mails).toMatchObject([
			{
				subject: `No file: the survey of ${uniqueIntegrationReference}`,
				text: text(why),
				attachments: [],
			},
		]);
		expect(control().requests({ operationId: 'getInstructionFile' })).toEqual([]);
	});

	it('tells the desk of a file that is too large for a mail, and mails those of the others', async () => {
		const pollOften = (workflow: WorkflowFile) => {
			const trigger = workflow.nodes.find(({ name }) => name === 'News of a survey');
			trigger!.parameters.pollTimes = everyThreeSeconds;
			return workflow;
		};
		const { id } = await activate(
			'uk-survey-news-to-the-desk.json',
			{ ...OFFICE, chatAddress: chat.url },
			pollOften,
		);
		while (control().requests({ operationId: 'listInstructionsWithNotifications' }).length === 0)
			await pause(100);
		const [large, small] = control().movingPortal.addInstructions({ count: 2 });
		// Both at once, so that one poll finds them: a sample would be one of them.
		for (const one of [large, small])
			control().movingPortal.notify({ reference: one!.tmpReference, kinds: ['CASECOMPLETED'] });
		const fileOf = (one: typeof large) => `Survey report ${one!.tmpReference}.pdf`;
		mail.refuseFile(fileOf(large));
		expectSuccess(await stack.testbed.client.nextExecution(id, new Set()));
		expect(mail.mails).toMatchObject([
			{ subject: `Survey of ${small!.uniqueIntegrationReference}: ${fileOf(small)}` },
			{
				subject: `Not mailed: ${fileOf(large)} of the survey of ${large!.uniqueIntegrationReference}`,
				text: expect.stringMatching(/552 5\.3\.4 Message too big.*TMP/s) as string,
				attachments: [],
			},
		]);
	});

	it('is red when no SMTP credential is chosen for the file', async () => {
		news('CASECOMPLETED');
		expectNoCredential(await run(without(changed(), 'Mail the file to the desk')));
	});

	it('tells the desk by mail what the chat did not take', async () => {
		news('NOTEADDED');
		chat.refuse();
		expectSuccess(await run(changed()));
		expect(mail.mails).toMatchObject([
			{ subject: text('Note added'), text: text('The chat could not be told') },
		]);
		expect(mail.mails[0]?.text).not.toMatch(/undefined|\[object/);
	});
});
