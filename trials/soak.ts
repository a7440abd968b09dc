import { Option } from '@commander-js/extra-typings';
import { amount, command, wholeNumber } from '../testbed/commandLine';
import { toStderr } from '../testbed/progress';
import { soak, SOAK_BEGINS } from './soak/soak';
import { isSound, tableOf } from './soak/report';
import { schedulerEnvironment, schedulerModes } from '../testbed/schedulers';
import { openTestbed } from '../testbed/testbed';
import { runMain } from '../testbed/userError';

const program = command('soak')
	.description(
		`Lets the four polling triggers run on a real n8n while a simulated week passes: about 5,000 events, n8n killed ten
times at random moments, all partners down for a day, the workflows switched off and on. Ends with exit code 0
only if every event was delivered, and none was repeated except around a kill.`,
	)
	.option('--events <count>', 'how many events happen', wholeNumber, 5000)
	.option('--days <number>', 'simulated days', amount, 7)
	.option('--speed <number>', 'simulated seconds in a second; the week takes ten minutes', amount, 1600)
	.option('--kills <count>', 'how often n8n is killed', wholeNumber, 10)
	.option('--outage-hours <number>', 'simulated hours for which all partners are down', amount, 24)
	.option('--seed <number>', 'seed of the random events', wholeNumber, 1)
	.addOption(
		new Option(
			'--scheduler <mode>',
			"off: without n8n's durable scheduler; on: with it; durable: with it and durable cursors",
		)
			.choices(schedulerModes)
			.default('off' as const),
	);

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
	const plan = { ...program.parse().opts(), log: toStderr };
	const testbed = await openTestbed({
		log: toStderr,
		env: schedulerEnvironment[plan.scheduler],
		simulator: { seed: plan.seed, now: SOAK_BEGINS },
	});
	try {
		const result = await soak(testbed, plan);
		say(`\n${tableOf(result.triggers)}\n`);
		for (const { name, lost, invented, unexplained, thrice, failures } of result.triggers) {
			for (const [what, events] of Object.entries({ lost, invented, unexplained, thrice }))
				events.slice(0, 20).forEach((event) => say(`  ${name}, ${what}: ${event}`));
			for (const failure of new Set(failures)) say(`  ${name}, failed poll: ${failure}`);
		}
		const events = result.triggers.reduce((sum, { happened }) => sum + happened, 0);
		say(
			`  ${events} events, ${result.kills} kills, ${result.violations} requests off a contract, ${result.seconds} s`,
		);
		return isSound(result.triggers) && result.violations === 0 ? 0 : 1;
	} finally {
		await testbed.close();
	}
}

void runMain(main);
