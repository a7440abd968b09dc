import { parseArgs } from 'node:util';
import { toStderr } from '../testbed/progress';
import { tableOf } from './demo/report';
import { chain, importWorkflows, runDemo } from './demo/chain';
import { demoOwner } from '../testbed/n8nClient';
import { openTestbed, type Testbed } from '../testbed/testbed';
import { runMain, UserError } from '../testbed/userError';

const usage = `npm run demo -- [--once] [--queue] [--port 5678] [--simulator-port 4010]

Starts a real n8n with this pack and the simulated partners, runs the chain from mover lead to tenant reference
and survey referral, a screening and the affordability checks, and leaves the editor open until Ctrl-C.

  --once            end after the table; exit code 0 only if everything happened
  --queue           n8n in queue mode: main, a webhook process and two workers on Redis and PostgreSQL
  --port            n8n's port on 127.0.0.1 (0 takes a free one)
  --simulator-port  the simulator's port on 127.0.0.1 (0 takes a free one)`;

const say = (line: string) => void process.stdout.write(`${line}\n`);

function portOf(text: string, option: string): number {
	const port = Number(text);
	if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
	throw new UserError(`${option} takes a port number from 0 to 65535, not "${text}".`);
}

function readOptions() {
	try {
		return parseArgs({
			options: {
				once: { type: 'boolean', default: false },
				queue: { type: 'boolean', default: false },
				port: { type: 'string', default: '5678' },
				'simulator-port': { type: 'string', default: '4010' },
				help: { type: 'boolean', default: false },
			},
		}).values;
	} catch (error) {
		throw new UserError(`${(error as Error).message}\n\n${usage}`);
	}
}

/** Waits for Ctrl-C, or for n8n to end on its own. */
async function untilInterrupted(stage: Testbed): Promise<void> {
	await new Promise<void>((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
		void stage.n8n.exited.then(() => resolve());
	});
}

async function main(): Promise<number> {
	const options = readOptions();
	if (options.help) {
		say(usage);
		return 0;
	}
	const stage = await openTestbed({
		log: toStderr,
		queue: options.queue,
		port: portOf(options.port, '--port'),
		simulator: { port: portOf(options['simulator-port'], '--simulator-port') },
	});
	try {
		const workflowOf = await importWorkflows(stage);
		say(`\nRunning "${workflowOf(chain).name}" and the screening and affordability examples`);
		const rows = await runDemo(stage, workflowOf);
		const happened = rows.every(({ faults }) => faults.length === 0);
		say(`\n${tableOf(rows)}\n`);
		if (options.once) return happened ? 0 : 1;
		say(`  Editor     ${stage.n8n.url}/workflow/${workflowOf(chain).id}`);
		say(`  Login      ${demoOwner.email}  /  ${demoOwner.password}`);
		say(`  Simulator  ${stage.simulator.url}`);
		if (stage.queue)
			say(
				`  Webhooks   ${stage.webhookUrl}, run by ${stage.queue.workers.length} workers that main and it feed`,
			);
		say('\nCtrl-C ends everything and deletes what it has stored.');
		await untilInterrupted(stage);
		say('\nEnding …');
		return happened ? 0 : 1;
	} finally {
		await stage.close();
	}
}

void runMain(main);
