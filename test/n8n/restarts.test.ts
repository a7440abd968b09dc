import { restartInOrder, WatchedTrigger } from './support/restarts';
import { useStack } from './support/stack';

const stack = useStack();
const control = () => stack.testbed.simulator.control;

describe('a polling trigger, as n8n runs it unless it is told otherwise', () => {
	let trigger: WatchedTrigger;

	beforeAll(async () => (trigger = await WatchedTrigger.start(stack)), 120_000);

	it('passes an event on once more after an orderly restart, says so, and never a third time', async () => {
		const [id] = control().movem.addApplications({ count: 1 });
		await trigger.polls(3);
		expect(await trigger.executions()).toEqual([[expect.objectContaining({ id })]]);
		await restartInOrder(stack, trigger, 3);
		const [first, again, ...more] = await trigger.executions();
		expect(first).toEqual([expect.not.objectContaining({ redelivered: true })]);
		expect(again).toEqual([expect.objectContaining({ id, redelivered: true })]);
		expect(more).toEqual([]);
	}, 300_000);

	it('says once that its partner cannot be reached, and goes on when it can', async () => {
		const before = (await trigger.executions()).length;
		const fault = control().faults.add({ kind: 'status', status: 503, body: {}, times: -1 });
		await trigger.polls(10);
		expect((await trigger.executions()).slice(before)).toEqual([
			expect.stringContaining('Movem cannot answer at the moment (HTTP 503)'),
		]);
		control().faults.clear(fault);
		const [id] = control().movem.addApplications({ count: 1 });
		await trigger.polls(3);
		expect((await trigger.executions()).slice(before + 1)).toEqual([[expect.objectContaining({ id })]]);
	}, 300_000);
});
