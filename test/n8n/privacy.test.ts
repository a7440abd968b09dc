import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { everyThreeSeconds } from '../../trials/soak/soak';
import { read } from '../docs/documents';
import { useStack } from './support/stack';
import { chainOf, node } from './support/workflows';

const stack = useStack();
const page = read('docs/privacy.md');

const MOVEM = { credentials: { movemApi: { name: 'movem' } } };
const credits = node(
	'Credits',
	'n8n-nodes-moving-partners.movem',
	{ resource: 'credit', operation: 'get' },
	MOVEM,
);
const trigger = node(
	'Trigger',
	'n8n-nodes-moving-partners.movemTrigger',
	{ triggerOn: ['REQUESTED'], pollTimes: everyThreeSeconds },
	MOVEM,
);

/** A workflow of which n8n is to keep nothing that went well, as the page advises. */
const keepingNothing = (...nodes: Parameters<typeof chainOf>[1][]) => ({
	...chainOf('Keeps nothing', ...nodes),
	settings: { executionOrder: 'v1', saveDataSuccessExecution: 'none' },
});

describe('docs/privacy.md says', () => {
	it('how long this n8n keeps executions unless it is told otherwise', () => {
		const load = createRequire(join(stack.testbed.install.folder, 'node_modules/n8n/package.json'));
		const { ExecutionsConfig } = load('@n8n/config') as {
			ExecutionsConfig: new () => {
				pruneData: boolean;
				pruneDataMaxAge: number;
				pruneDataMaxCount: number;
				pruneDataHardDeleteBuffer: number;
				saveDataOnSuccess: string;
				saveDataManualExecutions: boolean;
			};
		};
		const defaults = new ExecutionsConfig();
		expect(defaults).toMatchObject({
			pruneData: true,
			pruneDataHardDeleteBuffer: 1,
			saveDataOnSuccess: 'all',
			saveDataManualExecutions: true,
		});
		expect(page).toContain(
			`${defaults.pruneDataMaxAge / 24} days (\`EXECUTIONS_DATA_MAX_AGE\`, ${defaults.pruneDataMaxAge} hours)`,
		);
		expect(page).toContain(
			`${defaults.pruneDataMaxCount.toLocaleString('en')} (\`EXECUTIONS_DATA_PRUNE_MAX_COUNT\`)`,
		);
	});

	it('how a workflow keeps nothing of what went well in production', async () => {
		const { client, addWorkflow, simulator } = stack.testbed;
		const arrived = (operationId: string) => simulator.control.requests({ operationId }).length;
		const { id } = await addWorkflow(keepingNothing(trigger, credits));
		await client.activate(id);
		for (let tries = 0; tries < 100 && arrived('listApplications') < 2; tries++) await pause(200);
		simulator.control.movem.addApplications({ count: 1 });
		for (let tries = 0; tries < 100 && arrived('getCredits') < 1; tries++) await pause(200);
		await pause(2000);
		await client.deactivate(id);
		expect(arrived('getCredits')).toBe(1);
		for (let tries = 0; tries < 100 && (await client.listExecutions(id)).length > 0; tries++)
			await pause(200);
		expect(await client.listExecutions(id)).toEqual([]);
	});

	it('that what is started by hand is kept all the same, until it is deleted', async () => {
		const { client, addWorkflow } = stack.testbed;
		const workflow = await addWorkflow(keepingNothing(credits));
		const { id, status } = await client.runWorkflow(workflow);
		expect(status).toBe('success');
		expect(await client.listExecutions(workflow.id)).toHaveLength(1);
		await client.request('POST', '/rest/executions/delete', { ids: [id] });
		expect(await client.listExecutions(workflow.id)).toEqual([]);
	});
});
