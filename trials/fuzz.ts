import { parseArgs } from 'node:util';
import { toStderr } from '../testbed/progress';
import { fuzz } from './fuzz/fuzz';
import { tableOf, shortcomings } from './fuzz/report';
import { openTestbed } from '../testbed/testbed';
import { scanForLeaks } from '../testbed/leakScan';
import { runMain, UserError } from '../testbed/userError';

const usage = `npm run test:fuzz -- [--calls 10000] [--seed 1]

Calls the SmartMove Trigger of a real n8n with postbacks that are malformed, oversized, forged and replayed, every
500th a good one. Ends with exit code 0 only if exactly the good ones started a workflow, each call got the answer it
should, n8n stayed up and did not grow, and no secret stands in what n8n has kept.`;

const say = (line: string) => void process.stdout.write(`${line}\n`);

function readOptions() {
	const option = (value: string) => ({ type: 'string' as const, default: value });
	try {
		const help = { type: 'boolean' as const, default: false };
		return parseArgs({ options: { calls: option('10000'), seed: option('1'), help } }).values;
	} catch (error) {
		throw new UserError(`${(error as Error).message}\n\n${usage}`);
	}
}

async function main(): Promise<number> {
	const { help, calls, seed } = readOptions();
	if (help) {
		say(usage);
		return 0;
	}
	const plan = { calls: Number(calls), seed: Number(seed), log: toStderr };
	if (!(plan.calls > 0) || !Number.isInteger(plan.seed))
		throw new UserError(`--calls and --seed take numbers.\n\n${usage}`);
	const stage = await openTestbed({ log: toStderr });
	try {
		const result = await fuzz(stage, plan);
		const leaks = await scanForLeaks(stage);
		say(`\n${tableOf(result)}\n`);
		const off = [
			...shortcomings(result),
			...leaks.map(({ secret, place, excerpt }) => `${secret} stands in ${place}: ${excerpt}`),
		];
		off.slice(0, 50).forEach((line) => say(`  ${line}`));
		return off.length === 0 ? 0 : 1;
	} finally {
		await stage.close();
	}
}

void runMain(main);
