/*
 * Runs a program that is not Node and exits when it exits. SIGTERM is passed on as the signal that the program
 * expects.
 */
const { spawn } = require('node:child_process');

const { command, args, user, endSignal } = JSON.parse(process.argv[2]);
const program = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...user });
process.on('SIGTERM', () => program.kill(endSignal));
program.once('error', (error) => {
	console.error(error.message);
	process.exit(1);
});
program.once('exit', (code) => process.exit(code ?? 1));
