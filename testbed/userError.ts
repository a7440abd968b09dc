import { inspect } from 'node:util';

/**
 * An error that the user can act on: its message is shown without a stack trace. Any other error is a bug and is
 * shown with its stack.
 */
export class UserError extends Error {
	override readonly name = 'UserError';
}

/** Runs a command-line program; an error is printed and sets exit code 1. */
export async function runMain(main: () => Promise<number>): Promise<void> {
	try {
		process.exitCode = await main();
	} catch (thrown) {
		process.stderr.write(thrown instanceof UserError ? `\n${thrown.message}\n` : `\n${inspect(thrown)}\n`);
		process.exitCode = 1;
	}
}
