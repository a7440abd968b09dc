import { fingerprintOf } from '../testbed/build';
import { command, port } from '../testbed/commandLine';
import { repoRoot } from '../testbed/paths';
import { N8N_PORT } from '../testbed/ports';
import { toStderr } from '../testbed/progress';
import { openTestbed } from '../testbed/testbed';
import { runMain } from '../testbed/userError';
import { addressesOf, interrupted } from './demo/terminal';
import { rebuildOnChange } from './dev/rebuild';

const program = command('dev')
	.description(
		`Starts a real n8n with this pack and the simulated partners. After a change in nodes/ or credentials/ it rebuilds the
pack and restarts n8n with it, on the same port and with its data. If the build fails, n8n goes on as it is.`,
	)
	.option('--port <port>', "n8n's port on 127.0.0.1 (0 takes a free one)", port, N8N_PORT)
	.option('--simulator-port <port>', "the simulator's port on 127.0.0.1 (0 takes a free one)", port, 4010);

async function main(): Promise<number> {
	const options = program.parse().opts();
	const built = fingerprintOf(repoRoot);
	const testbed = await openTestbed({
		log: toStderr,
		port: options.port,
		simulator: { port: options.simulatorPort },
	});
	try {
		toStderr(`\n${addressesOf(testbed)}\n\nCtrl-C stops everything and deletes its data.`);
		await rebuildOnChange({ source: repoRoot, built, testbed, log: toStderr, signal: interrupted() });
		return 0;
	} finally {
		await testbed.close();
	}
}

void runMain(main);
