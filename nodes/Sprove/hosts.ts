import type { Hosts } from '../shared/http';

/** The documented hosts, each with its own client ID and secret key (contract §1). */
export const hosts = {
	production: { name: 'Production', url: 'https://app.sprove.me/api/1.0' },
	sandbox: { name: 'Sandbox', url: 'https://demo.sprove.me/api/1.0', isTest: true },
} satisfies Hosts;
