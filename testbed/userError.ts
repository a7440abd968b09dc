import { inspect } from 'node:util';

/**
 * Something the person at the terminal can act on: its message is one clear sentence and is shown without a
 * stack trace. Everything else that is thrown is a fault of ours and keeps its stack.
 */
export class UserError extends Error {
	override readonly name = 'UserError';
}

/** Runs a command-line program; ends the process with 1 and one sentence (or a stack for our own faults). */
export async function runMain(main: () => Promise<number>): Promise<void> {
	try {
		process.exitCode = await main();
	} catch (thrown) {
		process.stderr.write(thrown instanceof UserError ? `\n${thrown.message}\n` : `\n${inspect(thrown)}\n`);
		process.exitCode = 1;
	}
}
