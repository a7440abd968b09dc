import { faultsOf, type Row } from './report';
import { jsonOf } from '../../testbed/executions';
import { fillInForm } from '../../testbed/forms';
import type { StoredWorkflow } from '../../testbed/n8nTypes';
import type { Testbed } from '../../testbed/testbed';

/** Made-up answers to the form of a new tenant. */
export const TENANT = {
	'Tenant name': 'Ada Quill',
	'Tenant email': 'ada.quill@firm.nosend',
	Property: 'Flat 3, 9 Larch Row',
};

/** Made-up answers to the form of a buyer. */
export const BUYER = {
	'Case number': 'SALE-1001',
	'First name': 'Kim',
	'Last name': 'Example',
	Email: 'kim@firm.nosend',
	Telephone: '01234 567890',
	Street: '3 Fiction Row',
	Town: 'Anytown',
	Postcode: 'AB1 2CD',
	'Purchase price': '285000',
};

/** A mover who will rent becomes a link to order a screening, in a mail to the desk. */
export async function runLeads(testbed: Testbed, workflow: StoredWorkflow): Promise<Row> {
	const { client, mailbox, simulator } = testbed;
	const { mymove } = simulator.control;
	const email = 'iris.vane@firm.nosend';
	// Run by hand, the trigger takes the newest lead, and the simulator may have one of its own just then.
	const { leadsPerDay } = mymove.setSwitches({});
	mymove.setSwitches({ leadsPerDay: 0 });
	mymove.addLead({ new_housing_tenure: 'rent', email });
	const execution = await client
		.runWorkflow(workflow)
		.finally(() => void mymove.setSwitches({ leadsPerDay }));
	const links = jsonOf(execution, 'Get the link to order');
	const mails = mailbox.mails.filter(({ text }) => text.includes(email));
	return {
		partner: 'MYMOVE',
		count: links.length,
		what: 'mover who will rent, with a link to order a screening mailed to the desk',
		faults: faultsOf(execution, [
			[links.length === 1, `${links.length} links were fetched, not 1`],
			[mails.length === 1, `${mails.length} mails to the desk, not 1`],
		]),
	};
}

/** Somebody fills in the form of a new tenant, who gets the link by mail. */
export async function runReferencing(testbed: Testbed, workflow: StoredWorkflow): Promise<Row> {
	const { client, mailbox, simulator } = testbed;
	const movem = () => simulator.control.state().partners.movem;
	const before = movem();
	await client.activate(workflow.id);
	const execution = await fillInForm(testbed, workflow, TENANT);
	const after = movem();
	const made = after.applications.length - before.applications.length;
	const link = after.applications.at(-1)?.link ?? '';
	const mails = mailbox.mails.filter(
		({ to, text }) => to.includes(TENANT['Tenant email']) && text.includes(link),
	);
	return {
		partner: 'Movem',
		count: made,
		what: `tenant invited, credits ${before.credits} → ${after.credits}, link mailed to ${TENANT['Tenant email']}`,
		faults: faultsOf(execution, [
			[made === 1 && before.credits - after.credits === 1, `${made} applications were made, not 1`],
			[mails.length === 1, `${mails.length} mails with the link, not 1`],
		]),
	};
}

/** Somebody fills in the form of a buyer, who is referred for a survey. */
export async function runReferral(testbed: Testbed, workflow: StoredWorkflow): Promise<Row> {
	await testbed.client.activate(workflow.id);
	const execution = await fillInForm(testbed, workflow, BUYER);
	const { referrals } = testbed.simulator.control.state().partners.movingPortal;
	const told = jsonOf(execution, 'Refer the buyer').map(({ reference }) => String(reference));
	return {
		partner: 'The Moving Portal',
		count: told.length,
		what: `buyer referred for a survey: ${told.join()}`,
		faults: faultsOf(execution, [
			[told.length === 1, `${told.length} buyers were referred, not 1`],
			[
				told.every((reference) => referrals.some((one) => one.reference === reference)),
				'The Moving Portal does not know the reference that the workflow shows',
			],
		]),
	};
}

/** Somebody asks who can afford which property, and the desk gets the list. */
export async function runAffordability(testbed: Testbed, workflow: StoredWorkflow): Promise<Row> {
	const { client, mailbox, simulator } = testbed;
	simulator.control.sprove.addProperties({ count: 4, checks: 3 });
	await client.activate(workflow.id);
	const execution = await fillInForm(testbed, workflow, {});
	const checks = jsonOf(execution, 'Its checks').length;
	const mails = mailbox.mails.filter(({ subject }) => subject.startsWith('Who can afford'));
	const lines = mails.flatMap(({ text }) => text.trim().split('\n'));
	return {
		partner: 'sprove',
		count: checks,
		what: 'checks of 4 properties read, and mailed to the desk as one list',
		faults: faultsOf(execution, [
			[checks === 12 && lines.length === checks, `${checks} checks and ${lines.length} lines, not 12`],
		]),
	};
}
