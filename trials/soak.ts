import { parseArgs } from 'node:util';
import { toStderr } from '../testbed/progress';
import { soak, SOAK_BEGINS } from './soak/soak';
import { isSound, tableOf } from './soak/report';
import { isSchedulerMode, schedulerEnvironment } from '../testbed/schedulers';
import { openTestbed } from '../testbed/testbed';
import { runMain, UserError } from '../testbed/userError';

const usage = `npm run soak -- [--events 5000] [--days 7] [--speed 1600] [--kills 10] [--outage-hours 24] [--seed 1] [--scheduler off]

Lets the four polling triggers run on a real n8n while a simulated week passes: about 5,000 events, n8n killed ten
times at random moments, all partners down for a day, the workflows switched off and on. Ends with exit code 0
only if every event was delivered, and none twice but what was passed on last before n8n was killed.

  --speed      simulated seconds in a second; the week takes ten minutes
  --scheduler  off: n8n polls by itself; on: by its durable scheduler; durable: the same with durable cursors, where
               nothing may come twice`;

const say = (line: string) => void process.stdout.write(`${line}\n`);

function readOptions() {
	const option = (value: string) => ({ type: 'string' as const, default: value });
	try {
		const { values } = parseArgs({
			options: {
				events: option('5000'),
				days: option('7'),
				speed: option('1600'),
				kills: option('10'),
				'outage-hours': option('24'),
				seed: option('1'),
				scheduler: option('off'),
				help: { type: 'boolean', default: false },
			},
		});
		return values;
	} catch (error) {
		throw new UserError(`${(error as Error).message}\n\n${usage}`);
	}
}

async function main(): Promise<number> {
	const { help, scheduler, ...texts } = readOptions();
	if (help) {
		say(usage);
		return 0;
	}
	const numberOf = (name: keyof typeof texts) => {
		const value = Number(texts[name]);
		if (texts[name] === '' || !(value >= 0))
			throw new UserError(`--${name} takes a number, not "${texts[name]}".`);
		return value;
	};
	if (!isSchedulerMode(scheduler))
		throw new UserError(`--scheduler takes off, on or durable, not "${scheduler}".`);
	const plan = {
		events: numberOf('events'),
		days: numberOf('days'),
		speed: numberOf('speed'),
		kills: numberOf('kills'),
		outageHours: numberOf('outage-hours'),
		seed: numberOf('seed'),
		scheduler,
		log: toStderr,
	};
	const stage = await openTestbed({
		log: toStderr,
		env: schedulerEnvironment[scheduler],
		simulator: { seed: plan.seed, now: SOAK_BEGINS },
	});
	try {
		const result = await soak(stage, plan);
		say(`\n${tableOf(result.triggers)}\n`);
		for (const { name, lost, invented, unexplained, thrice } of result.triggers) {
			for (const [what, events] of Object.entries({ lost, invented, unexplained, thrice }))
				events.slice(0, 20).forEach((event) => say(`  ${name}, ${what}: ${event}`));
		}
		const events = result.triggers.reduce((sum, { happened }) => sum + happened, 0);
		say(
			`  ${events} events, ${result.kills} kills, ${result.violations} requests off a contract, ${result.seconds} s`,
		);
		return isSound(result.triggers) && result.violations === 0 ? 0 : 1;
	} finally {
		await stage.close();
	}
}

void runMain(main);
