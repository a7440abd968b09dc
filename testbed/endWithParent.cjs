/*
 * Preloaded into n8n: ends it when the process that started it is gone. Signal handlers in the parent cannot
 * promise that (kill -9, a crash, Jest's sandboxed process object); a channel that closes can.
 */
process.once('disconnect', () => {
	process.kill(process.pid, 'SIGTERM');
	setTimeout(() => {
		try {
			// The whole group: the task runner as well.
			process.kill(process.platform === 'win32' ? process.pid : -process.pid, 'SIGKILL');
		} catch {
			process.exit(1);
		}
	}, 5000);
});
