import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { errorOf, itemsOf, jsonOf } from '../../scripts/lib/executions';
import type { Execution, Item, WorkflowFile } from '../../scripts/lib/n8n-types';
import { useStack } from './support/stack';

const BY_HAND = 'When clicking ‘Execute workflow’';
const folder = join(__dirname, '../../workflows');
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));

/** n8n adds this to the operations of every node with credentials. */
const CUSTOM_API_CALL = '__CUSTOM_API_CALL__';

const stack = useStack();

const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as WorkflowFile;

/** Resets the partners, runs an example from its Manual Trigger and expects it to succeed off no contract. */
async function execute(file: string, again = false): Promise<Execution> {
	const { simulator, client, addWorkflow } = stack.stage;
	if (!again) {
		simulator.control.reset({ seed: 1 });
		simulator.control.mymove.setSwitches({ leadsPerDay: 24 });
	}
	const execution = await client.runWorkflow(await addWorkflow(read(file)), BY_HAND);
	expect(errorOf(execution)).toBeUndefined();
	expect(execution.status).toBe('success');
	expect(simulator.control.state().violations).toEqual([]);
	return execution;
}

const movem = () => stack.stage.simulator.control.state().partners.movem;
const portal = () => stack.stage.simulator.control.state().partners['moving-portal'];
const indexOf = ({ pairedItem }: Item) => (pairedItem as { item: number }).item;

describe('lead-to-referral', () => {
	it('takes every mover of the last day to the right partner, once, also when it runs twice', async () => {
		const execution = await execute('lead-to-referral.json');
		const leads = jsonOf(execution, 'New leads');
		const renters = leads.filter(({ new_housing_tenure }) => new_housing_tenure === 'rent');
		const buyers = leads.filter(({ new_housing_tenure }) => new_housing_tenure === 'own');
		expect(leads.length).toBeGreaterThan(10);
		expect(renters.length).toBeGreaterThan(0);
		expect(buyers.length).toBeGreaterThan(0);

		expect(movem().applications.map(({ email }) => email).sort()).toEqual(renters.map(({ email }) => email).sort());
		expect(movem().credits).toBe(100 - renters.length);
		expect(portal().referrals).toHaveLength(buyers.length);
		expect(jsonOf(execution, 'Refer buyer for a survey').map(({ reference }) => reference)).toEqual(
			buyers.map(() => expect.stringMatching(/^TMP\d+$/)),
		);
		expect(itemsOf(execution, 'Invite renter to be referenced').map(indexOf)).toEqual(renters.map((_, i) => i));

		const again = await execute('lead-to-referral.json', true);
		expect(jsonOf(again, 'Invite renter to be referenced').every(({ alreadyExisted }) => alreadyExisted === true)).toBe(true);
		expect(movem().credits).toBe(100 - renters.length);
		expect(portal().referrals).toHaveLength(buyers.length);
	});

	it('sends whom a partner refuses to the error output, and everybody else on', async () => {
		const { simulator } = stack.stage;
		simulator.control.reset({ seed: 1 });
		simulator.control.mymove.setSwitches({ leadsPerDay: 24 });
		simulator.control.faults.add({ provider: 'movem', operationId: 'createApplication', skip: 2, kind: 'status', status: 400, body: { message: 'Name looks odd' } });
		const execution = await execute('lead-to-referral.json', true);
		const good = itemsOf(execution, 'Invite renter to be referenced');
		const bad = itemsOf(execution, 'Invite renter to be referenced', 1);
		expect(bad).toHaveLength(1);
		expect(bad[0]?.json).toMatchObject({ error: expect.stringContaining('Name looks odd'), email: expect.stringContaining('@') });
		expect([...good, ...bad].map(indexOf).sort((a, b) => a - b)).toEqual([...good, ...bad].map((_, i) => i));
		expect(jsonOf(execution, 'For a person to look at')).toHaveLength(1);
	});
});

it('application-changes: one tenant takes another flat, the other’s credit comes back', async () => {
	const execution = await execute('application-changes.json');
	expect(jsonOf(execution, 'Credits before')).toEqual([{ credits: 100 }]);
	expect(jsonOf(execution, 'Look at it')).toMatchObject([{ property: 'Flat 4, 2 Elm Close', stage: 'invited' }]);
	expect(jsonOf(execution, 'Withdraw, get the credit back')).toMatchObject([{ deleted: true }]);
	expect(movem().credits).toBe(99);
	expect(movem().applications.map(({ status }) => status).sort()).toEqual(['REQUESTED', 'REVOKED']);
	expect(jsonOf(execution, 'Still waiting for the tenant').length).toBeGreaterThan(0);
});

it('refer-once: refers what is new and nothing the second time', async () => {
	const execution = await execute('refer-once.json');
	expect(jsonOf(execution, 'Refer').map(({ reference }) => reference)).toEqual([
		expect.stringMatching(/^TMP\d+$/),
		expect.stringMatching(/^TMP\d+$/),
	]);
	const again = await execute('refer-once.json', true);
	expect(jsonOf(again, 'Referred already?')).toEqual([
		{ exists: true, reference: 'DESK-1001' },
		{ exists: true, reference: 'DESK-1002' },
	]);
	expect(jsonOf(again, 'Refer')).toEqual([]);
	expect(portal().referrals).toHaveLength(2);
});

it('has a test for every file, and every operation of the pack in one of them', async () => {
	expect(files.sort()).toEqual(['application-changes.json', 'lead-to-referral.json', 'refer-once.json']);
	const used = files.flatMap((file) =>
		read(file)
			.nodes.filter(({ type }) => type.startsWith('n8n-nodes-moving-partners.'))
			.map(({ type, parameters }) => `${type.split('.')[1]} ${String(parameters.resource)} ${String(parameters.operation)}`),
	);
	interface Described {
		name: string;
		properties: Array<{ name: string; options?: Array<{ value: string }>; displayOptions?: { show?: { resource?: string[] } } }>;
	}
	const types = (await stack.stage.client.nodeTypes()) as unknown as Described[];
	const offered = types
		.filter(({ name }) => name.startsWith('n8n-nodes-moving-partners.') && !name.endsWith('Tool'))
		.flatMap(({ name, properties }) =>
			properties
				.filter((property) => property.name === 'operation')
				.flatMap(({ options = [], displayOptions }) =>
					options.filter(({ value }) => value !== CUSTOM_API_CALL).map(({ value }) => `${name.split('.')[1]} ${String(displayOptions?.show?.resource?.[0])} ${value}`),
				),
		);
	expect(offered).toHaveLength(9);
	expect([...new Set(used)].sort()).toEqual(offered.sort());
});
