import { tableOf } from '../../trials/demo/report';
import { tryQueue, type QueueTrialResult } from '../../trials/queue/trial';
import { useStack } from './support/stack';
import { onlyFrom } from './support/versions';

const log = (line: string) => void process.stderr.write(`${line}\n`);

/** n8n takes a worker for dead a minute after its last sign of life; a shorter time keeps the test short. */
const shortTimeouts = {
	QUEUE_WORKER_LOCK_DURATION: '20000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '3000',
	QUEUE_WORKER_STALLED_INTERVAL: '4000',
};
const stack = useStack({ queue: true, simulator: { seed: 3 }, env: shortTimeouts, log });

/** The short form of `npm run test:queue`. */
describe('in queue mode', () => {
	let result: QueueTrialResult;

	beforeAll(async () => {
		result = await tryQueue(stack.testbed, {
			soak: { seed: 3, events: 120, days: 0.3, speed: 1200, kills: 0, outageHours: 1 },
			calls: 40,
			creates: 500,
			log,
		});
		log(`\n${tableOf(result.rows)}\n`);
	}, 10 * 60_000);

	it.each([
		'MYMOVE',
		'Movem',
		'The Moving Portal',
		'SmartMove',
		'sprove',
		'Order Now and Wait for Report',
		'Shared calls',
		'Polling',
		'Worker ended',
		'Worker killed',
		'Executions',
	])('all is as it should be: %s', (partner) => {
		expect(result.rows.filter((row) => row.partner === partner)).toEqual([
			expect.objectContaining({ partner, faults: [] }),
		]);
	});

	it('runs every execution in a worker, those of the triggers as well', () => {
		expect(result.elsewhere).toEqual([]);
		expect(Math.min(...result.byWorker)).toBeGreaterThan(0);
	});

	onlyFrom(
		'2.0',
		'n8n 1 lets another worker begin such a run again, which "Worker killed" holds it to',
		() => {
			it('says of a run whose worker was killed that it failed, and keeps nothing of what it was called with', () => {
				expect(result.kill).toMatchObject({
					status: 'error',
					message: expect.stringContaining('failed to be processed too many times'),
					inputKept: false,
				});
				expect(result.kill.errorTriggerRuns).toBeGreaterThan(0);
			});
		},
	);
});
