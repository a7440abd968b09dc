import { schedulerEnvironment } from '../../testbed/schedulers';
import { restartInOrder, WatchedTrigger } from './support/restarts';
import { useStack } from './support/stack';
import { onlyFrom } from './support/versions';

onlyFrom('2.41', 'no durable cursors for polling triggers', () => {
	const stack = useStack({ env: schedulerEnvironment.durable });
	const control = () => stack.testbed.simulator.control;

	describe('a polling trigger whose cursor n8n stores together with the execution', () => {
		let trigger: WatchedTrigger;

		beforeAll(async () => (trigger = await WatchedTrigger.start(stack)), 120_000);

		it('passes an event on once, however often n8n is restarted', async () => {
			const [id] = control().movem.addApplications({ count: 1 });
			await trigger.polls(3);
			await restartInOrder(stack, trigger, 3);
			expect(await trigger.executions()).toEqual([[expect.objectContaining({ id })]]);
		}, 300_000);

		it('lets n8n back off from a partner that cannot be reached, so that few executions fail', async () => {
			const before = (await trigger.executions()).length;
			control().faults.add({ kind: 'status', status: 503, body: {}, times: -1 });
			await new Promise<void>((resolve) => setTimeout(resolve, 45_000));
			const failed = (await trigger.executions()).slice(before);
			// Fifteen polls were due.
			expect(failed.length).toBeGreaterThan(0);
			expect(failed.length).toBeLessThan(8);
			for (const message of failed) expect(message).toContain('Movem cannot answer at the moment (HTTP 503)');
		}, 120_000);
	});
});
