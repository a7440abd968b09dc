import { demoOwner } from '../../testbed/n8nClient';
import type { Testbed } from '../../testbed/testbed';

/** Where a person finds what has been started. */
export function addressesOf({ n8n, simulator }: Testbed, page = ''): string {
	return [
		`  Editor     ${n8n.url}${page}`,
		`  Login      ${demoOwner.email}  /  ${demoOwner.password}`,
		`  Simulator  ${simulator.url}`,
	].join('\n');
}

/** Is aborted by Ctrl-C, or when somebody ends this process in order. */
export function interrupted(): AbortSignal {
	const controller = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
		process.once(signal, () => controller.abort());
	return controller.signal;
}
