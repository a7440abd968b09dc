import type { ChildProcess } from 'node:child_process';

/**
 * Processes this one has started and must not leave behind. Each leads a process group of its own (spawned
 * `detached`), so that its helpers, e.g. n8n's task runner, end with it and nothing else does.
 */
const living = new Set<ChildProcess>();
let hooked = false;

/** Signals the whole group of a child, or the child alone where groups do not exist (Windows). */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
	if (child.pid === undefined) return;
	try {
		if (process.platform === 'win32') child.kill(signal);
		else process.kill(-child.pid, signal);
	} catch {
		// Already gone, which is what was wanted.
	}
}

function endAll(): void {
	for (const child of living) signalGroup(child, 'SIGKILL');
}

/** Ends `child` whenever this process ends, whichever way it ends. */
export function endWithUs(child: ChildProcess): void {
	living.add(child);
	child.once('exit', () => {
		// The leader may have been killed before it could end its helpers.
		signalGroup(child, 'SIGKILL');
		living.delete(child);
	});
	if (hooked) return;
	hooked = true;
	// 'exit' also runs after an uncaught exception; without listeners of our own a signal would skip it.
	process.once('exit', endAll);
	for (const [signal, number] of [
		['SIGINT', 2],
		['SIGTERM', 15],
		['SIGHUP', 1],
	] as const) {
		process.on(signal, () => {
			// Someone else (the demo, Jest) handles the signal and ends in order; 'exit' still covers us.
			if (process.listenerCount(signal) > 1) return;
			process.exit(128 + number);
		});
	}
}
