import type { ChildProcess } from 'node:child_process';

/**
 * Running child processes, which must not outlive this one. Each leads a process group of its own (spawned
 * `detached`), so that its own children, e.g. n8n's task runner, are ended with it and nothing else is.
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

/** Ends `child` when this process ends, except by SIGKILL; for that there is `endWithParent.cjs`. */
export function endWithUs(child: ChildProcess): void {
	living.add(child);
	child.once('exit', () => {
		// The leader may have been killed before it could end its own children.
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
			// Another listener (the demo, Jest) shuts down cleanly on this signal; `endAll` still runs on 'exit'.
			if (process.listenerCount(signal) > 1) return;
			process.exit(128 + number);
		});
	}
}
