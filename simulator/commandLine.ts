import { Command, InvalidArgumentError } from '@commander-js/extra-typings';
import { startSimulator } from './http/server';

function wholeNumber(text: string): number {
	if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It takes a whole number.');
	return Number(text);
}

function webAddress(text: string): string {
	if (!/^https?:\/\//i.test(text) || !URL.canParse(text))
		throw new InvalidArgumentError('It takes an address like http://127.0.0.1:5678.');
	return text;
}

const commandLine = (calledAs: string) =>
	new Command(calledAs)
		.description('Starts the simulated partners and runs until Ctrl-C.')
		.option('--port <port>', 'where to listen on 127.0.0.1; 0 takes a free port', wholeNumber, 4010)
		.option('--seed <number>', 'the same seed gives the same data', wholeNumber, 1)
		.option('--now <time>', 'the simulated time, standing still; without it the clock runs with the real one')
		.option('--latency <ms>', 'delay of every answer in milliseconds', wholeNumber, 0)
		.option('--n8n <address>', 'where your n8n is, for a link on the page', webAddress)
		.configureHelp({ helpWidth: 120 })
		.helpOption('--help', 'show this and do nothing')
		.showHelpAfterError();

/**
 * Starts the simulator as the options of this process say, and runs until Ctrl-C.
 *
 * @param calledAs the command that people type, for the usage
 */
export async function startFromCommandLine(calledAs: string): Promise<void> {
	try {
		const { port, seed, now, latency, n8n } = commandLine(calledAs).parse().opts();
		const simulator = await startSimulator({ port, seed, now, latencyMs: latency, n8n });
		process.stdout.write(`${simulator.instructions}\n\nCtrl-C stops it; what it holds is gone then.\n`);
		const stop = () => void simulator.close().then(() => process.exit(0));
		process.on('SIGINT', stop);
		process.on('SIGTERM', stop);
	} catch (error) {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		process.exitCode = 1;
	}
}
