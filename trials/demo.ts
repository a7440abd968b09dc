import { once } from 'node:events';
import { command, port } from '../testbed/commandLine';
import { N8N_PORT } from '../testbed/ports';
import { toStderr } from '../testbed/progress';
import { faultLines, lineOf } from './demo/report';
import { addressesOf, interrupted } from './demo/terminal';
import { chain, importWorkflows, runDemo } from './demo/chain';
import { openTestbed } from '../testbed/testbed';
import { runMain } from '../testbed/userError';

const program = command('demo')
	.description(
		`Starts a real n8n with this pack and the simulated partners, does a job with each partner: a link to
screen a mover, a tenant's invitation, a buyer's referral, a screening and the affordability checks. It leaves the editor
open until Ctrl-C.`,
	)
	.option('--once', 'end after the table, with exit code 0 only if everything worked')
	.option('--queue', 'n8n in queue mode: main, a webhook process and two workers on Redis and PostgreSQL')
	.option('--port <port>', "n8n's port on 127.0.0.1 (0 takes a free one)", port, N8N_PORT)
	.option('--simulator-port <port>', "the simulator's port on 127.0.0.1 (0 takes a free one)", port, 4010);

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
	const options = program.parse().opts();
	const testbed = await openTestbed({
		log: toStderr,
		queue: options.queue,
		port: options.port,
		simulator: { port: options.simulatorPort },
	});
	try {
		const workflowOf = await importWorkflows(testbed);
		say('\nDoing a job with each partner\n');
		const rows = await runDemo(testbed, workflowOf, (row) => say(lineOf(row)));
		const succeeded = rows.every(({ faults }) => faults.length === 0);
		say(['', ...faultLines(rows)].join('\n'));
		if (options.once) return succeeded ? 0 : 1;
		const { id } = workflowOf(chain);
		const [finished] = await testbed.client.listExecutions(id, 1);
		const page = `/workflow/${id}/executions/${finished?.id ?? ''}`;
		testbed.simulator.control.setN8n({ address: testbed.n8n.url, execution: `${testbed.n8n.url}${page}` });
		say(addressesOf(testbed, page));
		if (testbed.queue)
			say(`  Webhooks   ${testbed.webhookUrl}; ${testbed.queue.workers.length} workers run the executions`);
		say('\nCtrl-C stops everything and deletes its data.');
		await Promise.race([once(interrupted(), 'abort'), testbed.n8n.exited]);
		say('\nStopping …');
		return succeeded ? 0 : 1;
	} finally {
		await testbed.close();
	}
}

void runMain(main);
