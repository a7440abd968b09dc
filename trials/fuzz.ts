import { command, count, wholeNumber } from '../testbed/commandLine';
import { toStderr } from '../testbed/progress';
import { fuzz } from './fuzz/fuzz';
import { tableOf, shortcomings } from './fuzz/report';
import { openTestbed } from '../testbed/testbed';
import { scanForLeaks } from '../testbed/leakScan';
import { runMain } from '../testbed/userError';

const program = command('test:fuzz')
	.description(
		`Calls the SmartMove Trigger of a real n8n with postbacks that are malformed, oversized, forged and replayed, every
500th a good one. Ends with exit code 0 only if exactly the good ones started a workflow, each call got the right
answer, n8n stayed up, its memory did not grow, and it has stored no secret in plain text.`,
	)
	.option('--calls <count>', 'how many calls', count, 10_000)
	.option('--seed <number>', 'seed of the random calls', wholeNumber, 1);

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
	const plan = { ...program.parse().opts(), log: toStderr };
	const testbed = await openTestbed({ log: toStderr });
	try {
		const result = await fuzz(testbed, plan);
		const leaks = await scanForLeaks(testbed);
		say(`\n${tableOf(result)}\n`);
		const off = [
			...shortcomings(result),
			...leaks.map(({ secret, place, excerpt }) => `${secret} stands in ${place}: ${excerpt}`),
		];
		off.slice(0, 50).forEach((line) => say(`  ${line}`));
		return off.length === 0 ? 0 : 1;
	} finally {
		await testbed.close();
	}
}

void runMain(main);
