import { command } from '../testbed/commandLine';
import { toStderr } from '../testbed/progress';
import { table } from '../testbed/table';
import { openTestbed } from '../testbed/testbed';
import { runMain, UserError } from '../testbed/userError';
import { PARTNER_NAMES, PARTNERS } from '../simulator/partners';
import { accountsFrom, variableOf } from './live/accounts';
import { liveCalls } from './live/calls';
import { play } from './live/play';

const program = command('test:live')
	.description(
		`Calls the partners themselves, with accounts from the environment: ${PARTNER_NAMES.map(variableOf).join(', ')}, each
as JSON with the fields of the credential in n8n, e.g. {"environment":"sandbox","apiKey":"…"}. Partners without one are
left out. Only reads unless told otherwise, and only test systems unless told twice.`,
	)
	.option('--write', 'also create what the calls create: it may cost credits')
	.option('--production', 'also call production; LIVE_PRODUCTION=yes has to stand in the environment as well')
	.option('--customer <reference>', 'a customer reference that the SmartMove account knows', 'n8n-test');

async function main(): Promise<number> {
	const { write = false, production = false, customer } = program.parse().opts();
	const accounts = accountsFrom(process.env, production && process.env.LIVE_PRODUCTION === 'yes');
	if (accounts.size === 0)
		throw new UserError(`No partner is called: none of ${PARTNER_NAMES.map(variableOf).join(', ')} is set.`);
	const calls = liveCalls(customer).filter(
		({ partner, writes }) => accounts.has(partner) && (write || writes === undefined),
	);
	const testbed = await openTestbed({ log: toStderr, credentials: [] });
	try {
		for (const [partner, data] of accounts) {
			const stored = await testbed.client.createCredential(partner, `${partner}Api`, data);
			testbed.credentials.set(`${partner}Api`, stored);
		}
		const played = await play(testbed, calls);
		const rows = played.map(({ call, items, error }) => [
			PARTNERS[call.partner].name,
			call.title,
			error ?? `${items ?? 0} ${items === 1 ? 'item' : 'items'}`,
		]);
		process.stdout.write(`\n${table([['Partner', 'Call', 'Came back'], ...rows])}\n`);
		return played.length === calls.length && played.every(({ error }) => error === undefined) ? 0 : 1;
	} finally {
		await testbed.close();
	}
}

void runMain(main);
