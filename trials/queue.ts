import { command } from '../testbed/commandLine';
import { toStderr } from '../testbed/progress';
import { tableOf } from './demo/report';
import { tryQueue } from './queue/trial';
import { tableOf as triggersOf } from './soak/report';
import { openTestbed } from '../testbed/testbed';
import { runMain } from '../testbed/userError';

const say = (line: string) => void process.stdout.write(`${line}\n`);

const program = command('test:queue').description(
	`Tests queue mode with n8n's own settings: the examples, shared calls, the polling triggers with main killed, a worker
stopped and a worker killed in the middle of 500 creates. Ends with exit code 0 only if everything worked.`,
);

async function main(): Promise<number> {
	program.parse();
	const seed = 1;
	const testbed = await openTestbed({ log: toStderr, queue: true, simulator: { seed } });
	try {
		const result = await tryQueue(testbed, {
			soak: { seed, events: 1000, days: 2, speed: 1200, kills: 3, outageHours: 4 },
			calls: 200,
			creates: 500,
			log: toStderr,
		});
		say(`\n${triggersOf(result.soak.triggers)}\n\n${tableOf(result.rows)}\n`);
		return result.rows.every(({ faults }) => faults.length === 0) ? 0 : 1;
	} finally {
		await testbed.close();
	}
}

void runMain(main);
