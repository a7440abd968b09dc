import { parseArgs } from 'node:util';
import { startSimulator } from './http/server';

const USAGE = `Usage: npm run simulator -- [--port 4010] [--seed 1] [--now 2025-01-01T12:00:00Z] [--latency 0]

  --port     where to listen on 127.0.0.1; 0 takes a free port
  --seed     the same seed gives the same data
  --now      the simulated time, standing still; without it the clock runs with the real one
  --latency  delay of every answer in milliseconds
`;

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '4010' },
			seed: { type: 'string', default: '1' },
			now: { type: 'string' },
			latency: { type: 'string', default: '0' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		process.stdout.write(USAGE);
		return;
	}
	const simulator = await startSimulator({
		port: wholeNumber('port', values.port),
		seed: wholeNumber('seed', values.seed),
		now: values.now,
		latencyMs: wholeNumber('latency', values.latency),
	});
	const page = await fetch(simulator.url);
	process.stdout.write(await page.text());
	const stop = () => void simulator.close().then(() => process.exit(0));
	process.on('SIGINT', stop);
	process.on('SIGTERM', stop);
}

function wholeNumber(name: string, text: string): number {
	const value = Number(text);
	if (!Number.isInteger(value) || value < 0)
		throw new Error(`--${name} must be a whole number, not "${text}"`);
	return value;
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
	process.exitCode = 1;
});
