/*
 * Preloaded into a child process, e.g. n8n: ends it when its parent is gone. Signal handlers in the parent do not
 * always run (kill -9, a crash, Jest's sandboxed process object), but the IPC channel always closes.
 */
process.once('disconnect', () => {
	process.kill(process.pid, 'SIGTERM');
	setTimeout(() => {
		try {
			// The whole group, n8n's task runner included.
			process.kill(process.platform === 'win32' ? process.pid : -process.pid, 'SIGKILL');
		} catch {
			process.exit(1);
		}
	}, 5000);
});
