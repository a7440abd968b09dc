import { errorOf, jsonOf } from '../../testbed/executions';
import type { Execution, JsonObject, StoredWorkflow } from '../../testbed/n8nTypes';
import { readExample, submitForm, withValues, writesOf } from './support/examples';
import { useMail } from './support/mail';
import { useStack } from './support/stack';

const stack = useStack();
const mail = useMail(stack);

const control = () => stack.testbed.simulator.control;
const movem = () => control().state().partners.movem;

const OFFICE = { mailFrom: 'Larch Lettings <office@larch.nosend>', deskEmail: 'desk@larch.nosend' };

/** The active workflow of the test, which is switched off behind it: a form's address can be taken only once. */
let active: StoredWorkflow | undefined;

beforeEach(() => void control().reset({ seed: 1 }));

afterEach(async () => {
	if (active) await stack.testbed.client.deactivate(active.id);
	active = undefined;
});

async function activate(file: string, values?: JsonObject): Promise<StoredWorkflow> {
	const example = readExample(file);
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
				text: expect.stringContaining(String(application?.link)) as string,
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
			text: expect.stringContaining(String(application?.link)) as string,
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
				text: expect.stringContaining('Name looks odd') as string,
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
				text: expect.stringContaining('Movem has 100 credits, and 101 are needed') as string,
			},
		]);
	});
});
