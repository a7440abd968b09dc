import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { errorOf, itemsOf, jsonOf } from '../../testbed/executions';
import type { Execution, JsonObject, StoredWorkflow } from '../../testbed/n8nTypes';
import { repoRoot } from '../../testbed/paths';
import { smallReferral } from '../partners/movingPortal/smallReferral';
import { useStack } from './support/stack';
import { chainOf, itemsNode, node } from './support/workflows';

const stack = useStack();
const control = () => stack.testbed.simulator.control;

const COUNT = 100;
const numbers = Array.from({ length: COUNT }, (_, n) => n);
const waited = { timeout: 3 * 60_000 };

/** A create that checks first, and its records at the partner. */
interface Create {
	partner: 'movem' | 'movingPortal' | 'sprove';
	credential: string;
	parameters: JsonObject;
	creates: string;
	/** The `operationId` of the check. */
	checks: string;
	/** Our references of what the partner has. */
	made: () => string[];
	/** The reference in an output item. */
	referenceOf: (item: JsonObject) => unknown;
}

const reference = (n: number) => `Twice ${String(n).padStart(3, '0')}`;
const CREATES: Create[] = [
	{
		partner: 'movem',
		credential: 'movemApi',
		parameters: {
			resource: 'application',
			operation: 'create',
			name: 'Ada Quill',
			email: 'ada.quill@example.test.nosend',
			property: '={{ $json.reference }}',
		},
		creates: 'createApplication',
		checks: 'listApplications',
		made: () =>
			control()
				.state()
				.partners.movem.applications.map(({ property }) => property),
		referenceOf: ({ property }) => property,
	},
	{
		partner: 'sprove',
		credential: 'sproveApi',
		parameters: {
			resource: 'property',
			operation: 'create',
			name: '={{ $json.reference }}',
			address: 'Strandgaten 1, 5013 Bergen',
			rent: 14500,
			rentCurrency: 'NOK',
		},
		creates: 'createProperty',
		checks: 'listProperties',
		made: () =>
			control()
				.state()
				.partners.sprove.properties.map(({ name }) => name),
		referenceOf: ({ name }) => name,
	},
	{
		partner: 'movingPortal',
		credential: 'movingPortalApi',
		parameters: {
			...(smallReferral as JsonObject),
			specify: 'fields',
			totalFeeInclVAT: 620,
		},
		creates: 'createReferral',
		checks: 'referralExists',
		made: () =>
			control()
				.state()
				.partners.movingPortal.referrals.map(
					({ referral }) => referral.cases[0]?.uniqueIntegrationReference ?? '',
				),
		referenceOf: ({ uniqueIntegrationReference }) => uniqueIntegrationReference,
	},
];
const each = CREATES.map((create) => [create.partner, create] as const);

/** A workflow that creates all hundred; `more` can set n8n’s own Retry On Fail on the node. */
async function workflowOf(
	{ partner, credential, parameters }: Create,
	more: JsonObject = {},
	requestOptions: JsonObject = {},
): Promise<StoredWorkflow> {
	const create = node(
		'Create',
		`n8n-nodes-moving-partners.${partner}`,
		{ ...parameters, ifExists: 'return', requestOptions },
		{ credentials: { [credential]: { name: partner } }, ...more },
	);
	const items = numbers.map((n) => ({ reference: reference(n) }));
	return await stack.testbed.addWorkflow(chainOf(`Twice: ${partner}`, itemsNode('Input', items), create));
}

/** All hundred are in the output, in the order of the input and paired with it. */
function expectAll(execution: Execution, { referenceOf }: Create): void {
	expect(errorOf(execution)).toBeUndefined();
	expect(jsonOf(execution, 'Create').map(referenceOf)).toEqual(numbers.map(reference));
	expect(itemsOf(execution, 'Create').map(({ pairedItem }) => pairedItem)).toEqual(
		numbers.map((item) => ({ item })),
	);
}

/** How many creates have reached the partner. */
const arrived = ({ creates }: Create) => control().requests({ operationId: creates }).length;

/** Waits until a condition holds. The simulator runs in this process, so no request is missed in between. */
async function until(holds: () => boolean): Promise<void> {
	for (let tries = 0; !holds(); tries++) {
		if (tries > 3000) throw new Error(`Never came true: ${String(holds)}`);
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

beforeEach(() => {
	control().reset({ seed: 1 });
	control().movem.setCredits({ credits: 3 * COUNT });
});

describe('n8n’s Retry On Fail, when the partner fails on item 60 of 100', () => {
	const again = { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 };

	/** The first run failed, and the second made what was left. */
	const expectOneRetry = (execution: Execution, create: Create) => {
		expectAll(execution, create);
		expect(create.made().sort()).toEqual(numbers.map(reference));
		expect(control().state().partners.movem.credits).toBe(create.partner === 'movem' ? 2 * COUNT : 3 * COUNT);
		const existed = jsonOf(execution, 'Create').filter(({ alreadyExisted }) => alreadyExisted === true);
		expect(existed.length).toBeGreaterThanOrEqual(59);
		expect(existed.length).toBeLessThan(COUNT);
		expect(control().violations()).toEqual([]);
	};

	it.each(each)('%s: before it was made, with others under way', async (_, create) => {
		const { creates } = create;
		control().setLatency(5);
		control().faults.add({ operationId: creates, kind: 'status', status: 500, body: {}, skip: 59 });
		expectOneRetry(await stack.testbed.client.runWorkflow(await workflowOf(create, again)), create);
		expect(arrived(create)).toBe(COUNT + 1);
	});

	it.each(each)('%s: after it was made, and it cannot be looked for either', async (_, create) => {
		const { client } = stack.testbed;
		const workflow = await workflowOf(create, again, { concurrency: 1 });
		control().faults.add({ operationId: create.creates, kind: 'latency', ms: 1_000, skip: 59 });
		control().faults.add({ operationId: create.creates, kind: 'empty', status: 500, skip: 59 });
		const run = await client.startRun(workflow.id, 'Start');
		await until(() => arrived(create) === 60);
		// Keeps the first run from finding it, so that only n8n’s second run does.
		control().faults.add({ operationId: create.checks, kind: 'status', status: 400, body: {} });
		expectOneRetry(await client.waitForExecution(run), create);
		expect(arrived(create)).toBe(COUNT);
	});

	it('is what does it: without it the run stops there', async () => {
		const [create] = CREATES;
		if (!create) return;
		control().faults.add({ operationId: create.creates, kind: 'status', status: 500, body: {}, skip: 59 });
		const execution = await stack.testbed.client.runWorkflow(
			await workflowOf(create, {}, { concurrency: 1 }),
		);
		expect(execution.status).toBe('error');
		expect(create.made()).toHaveLength(59);
	});
});

describe('two executions of the same 100 items at once', () => {
	/** Starts a second execution when the first has checked, found none, and waits for its first create. */
	async function both(create: Create): Promise<[Execution, Execution]> {
		const { client } = stack.testbed;
		const workflow = await workflowOf(create);
		control().faults.add({ operationId: create.creates, kind: 'latency', ms: 15_000 });
		const first = await client.startRun(workflow.id, 'Start');
		await until(() => arrived(create) === 1);
		const second = await client.startRun(workflow.id, 'Start');
		await until(() => arrived(create) > 1);
		// The second one has checked as well, and goes on to create, before the first has created anything.
		expect(control().requests({ operationId: create.creates })[0]?.status).toBeNull();
		const [one, other] = await Promise.all(
			[first, second].map(async (id) => await client.waitForExecution(id, waited.timeout)),
		);
		if (!one || !other) throw new Error('Both must have run');
		return [one, other];
	}

	/** What behaviour.md says of two executions at once, for Movem, sprove and The Moving Portal. */
	const documented = (
		/\| in two executions at once \|(.*)/.exec(
			readFileSync(join(repoRoot, 'docs/behaviour.md'), 'utf8'),
		)?.[1] ?? ''
	)
		.split('|')
		.map((cell) => cell.trim());

	it.each(each.filter(([partner]) => partner !== 'movingPortal'))(
		'%s: both find none and both create, as is documented',
		async (partner, create) => {
			expect(documented.slice(0, 2)).toEqual(Array(2).fill('both can find none and both create'));
			for (const execution of await both(create)) expectAll(execution, create);
			expect(create.made().sort()).toEqual(numbers.flatMap((n) => [reference(n), reference(n)]));
			expect(control().state().partners.movem.credits).toBe(partner === 'movem' ? COUNT : 3 * COUNT);
		},
		waited.timeout,
	);

	it(
		'movingPortal: the partner refuses the second, which then finds the first, as is documented',
		async () => {
			const create = CREATES.find(({ partner }) => partner === 'movingPortal');
			if (!create) return;
			expect(documented[2]).toBe('the partner refuses the second, which then finds the first');
			const executions = await both(create);
			for (const execution of executions) expectAll(execution, create);
			expect(create.made().sort()).toEqual(numbers.map(reference));
			const [refused] = executions.map((execution) => jsonOf(execution, 'Create')[0]);
			expect(refused).toMatchObject({ alreadyExisted: true });
			// One execution made each of them, the other one found it.
			for (const n of numbers) {
				const existed = executions.map((execution) => jsonOf(execution, 'Create')[n]?.alreadyExisted);
				expect([n, existed.sort()]).toEqual([n, [false, true]]);
			}
		},
		waited.timeout,
	);
});
