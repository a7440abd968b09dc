import { demoOwner } from '../../testbed/n8nClient';
import type { Testbed } from '../../testbed/testbed';

/** The addresses and the login of what has been started, for the terminal. */
export function addressesOf({ n8n, simulator }: Testbed, page = ''): string {
	return [
		`  Editor     ${n8n.url}${page}`,
		`  Login      ${demoOwner.email}  /  ${demoOwner.password}`,
		`  Simulator  ${simulator.url}/`,
	].join('\n');
}

/** A signal that is aborted by Ctrl-C or SIGTERM. */
export function interrupted(): AbortSignal {
	const controller = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
		process.once(signal, () => controller.abort());
	return controller.signal;
}
