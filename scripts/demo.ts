import { parseArgs } from 'node:util';
import { toStderr } from './lib/busy';
import { runAffordability, runScreening, withPostbackUrl } from './lib/demo-more';
import { booksOf, reportOf, rowsOf, tableOf } from './lib/demo-report';
import { demoOwner } from './lib/n8n-client';
import type { StoredWorkflow } from './lib/n8n-types';
import { openStage, type Stage } from './lib/stage';
import { runMain, Trouble } from './lib/trouble';
import { readWorkflows } from './lib/workflow-files';

const usage = `npm run demo -- [--once] [--port 5678] [--simulator-port 4010]

Starts a real n8n with this pack and the simulated partners, runs the chain from mover lead to tenant reference
and survey referral, a screening and the affordability checks, and leaves the editor open until Ctrl-C.

  --once            end after the table; exit code 0 only if everything happened
  --port            n8n's port on 127.0.0.1 (0 takes a free one)
  --simulator-port  the simulator's port on 127.0.0.1 (0 takes a free one)`;

const chain = 'lead-to-referral';
const leadsPerDay = 24;
const say = (line: string) => void process.stdout.write(`${line}\n`);

function portOf(text: string, option: string): number {
	const port = Number(text);
	if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
	throw new Trouble(`${option} takes a port number from 0 to 65535, not "${text}".`);
}

function readOptions() {
	try {
		return parseArgs({
			options: {
				once: { type: 'boolean', default: false },
				port: { type: 'string', default: '5678' },
				'simulator-port': { type: 'string', default: '4010' },
				help: { type: 'boolean', default: false },
			},
		}).values;
	} catch (error) {
		throw new Trouble(`${(error as Error).message}\n\n${usage}`);
	}
}

/** Stores every example workflow; returns them by file name. */
async function importWorkflows(stage: Stage): Promise<(name: string) => StoredWorkflow> {
	const stored = new Map<string, StoredWorkflow>();
	for (const [name, workflow] of await readWorkflows()) {
		stored.set(name, await stage.addWorkflow(withPostbackUrl(workflow, stage.n8n.url)));
	}
	return (name) => {
		const found = stored.get(name);
		if (found === undefined) throw new Trouble(`workflows/${name}.json is missing.`);
		return found;
	};
}

/** Runs the chain and the other examples once and prints the table; whether everything happened. */
async function runAll(stage: Stage, workflowOf: (name: string) => StoredWorkflow): Promise<boolean> {
	const before = booksOf(stage.simulator.control.state());
	const workflow = workflowOf(chain);
	say(`\nRunning "${workflow.name}" and the screening and affordability examples`);
	const execution = await stage.client.runWorkflow(workflow, undefined, 5 * 60_000);
	const report = reportOf(workflow, execution, before, stage.simulator.control.state());
	const rows = [
		...rowsOf(report),
		await runScreening(stage, workflowOf('screening-to-report')),
		await runAffordability(stage, workflowOf('affordability')),
	];
	say(`\n${tableOf(rows)}\n`);
	return rows.every(({ faults }) => faults.length === 0);
}

/** Waits for Ctrl-C, or for n8n to end on its own. */
async function untilInterrupted(stage: Stage): Promise<void> {
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
	const stage = await openStage({
		log: toStderr,
		port: portOf(options.port, '--port'),
		simulator: { port: portOf(options['simulator-port'], '--simulator-port') },
	});
	try {
		// A day that fits the hundred credits of a new Movem account, and the table on one screen.
		stage.simulator.control.mymove.setSwitches({ leadsPerDay });
		const workflowOf = await importWorkflows(stage);
		const happened = await runAll(stage, workflowOf);
		if (options.once) return happened ? 0 : 1;
		say(`  Editor     ${stage.n8n.url}/workflow/${workflowOf(chain).id}`);
		say(`  Login      ${demoOwner.email}  /  ${demoOwner.password}`);
		say(`  Simulator  ${stage.simulator.url}`);
		say('\nCtrl-C ends everything and deletes what it has stored.');
		await untilInterrupted(stage);
		say('\nEnding …');
		return happened ? 0 : 1;
	} finally {
		await stage.close();
	}
}

void runMain(main);
