import { setTimeout as pause } from 'node:timers/promises';

import { allExecutions, errorOf, jsonOf } from '../../../testbed/executions';
import type { JsonObject, StoredWorkflow } from '../../../testbed/n8nTypes';
import { everyThreeSeconds } from '../../../trials/soak/soak';
import type { Stack } from './stack';
import { chainOf, node } from './workflows';

/** A Movem Trigger that polls every three seconds on a real n8n, and its executions there. */
export class WatchedTrigger {
	private constructor(
		private readonly stack: Stack,
		private readonly workflow: StoredWorkflow,
	) {}

	/** Activates it and waits for its first poll. */
	static async start(stack: Stack): Promise<WatchedTrigger> {
		const trigger = node(
			'Trigger',
			'n8n-nodes-moving-partners.movemTrigger',
			{ triggerOn: ['REQUESTED'], simplify: true, pollTimes: everyThreeSeconds },
			{ credentials: { movemApi: { name: 'movem' } } },
		);
		const workflow = await stack.testbed.addWorkflow(
			chainOf('Restarts', trigger, node('End', 'n8n-nodes-base.noOp', {})),
		);
		const started = new WatchedTrigger(stack, workflow);
		await stack.testbed.client.activate(workflow.id);
		await started.polls(2);
		return started;
	}

	async switchOff(): Promise<void> {
		await this.stack.testbed.client.deactivate(this.workflow.id);
	}

	private get asked(): number {
		const { control } = this.stack.testbed.simulator;
		return control.requests().filter(({ operationId }) => operationId === 'listApplications').length;
	}

	/** Waits for the given number of further polls, at most a minute; returns the seconds it took. */
	async polls(more: number): Promise<number> {
		const began = Date.now();
		for (const until = this.asked + more; this.asked < until && Date.now() - began < 60_000;)
			await pause(100);
		// What a poll found is passed on after its last request.
		await pause(1500);
		return (Date.now() - began) / 1000;
	}

	/** The items of each execution, oldest first; of a failed one its message. */
	async executions(): Promise<Array<JsonObject[] | string>> {
		const { client } = this.stack.testbed;
		const all = await allExecutions(client, this.workflow.id);
		all.sort((a, b) => Number(a.id) - Number(b.id));
		const found = [];
		for (const { id } of all) {
			const execution = await client.getExecution(id);
			const error = errorOf(execution);
			found.push(error ? String(error.message) : jsonOf(execution, 'Trigger'));
		}
		return found;
	}
}

/** Stops n8n in order and starts it again the given number of times, with polls after each start. */
export async function restartInOrder(stack: Stack, trigger: WatchedTrigger, times: number): Promise<void> {
	for (let done = 0; done < times; done++) {
		await stack.testbed.restartN8n('stop');
		await trigger.polls(2);
	}
}
