import type { Hosts } from '../shared/http';

/** Contract §1; the credentials of the two differ. */
export const hosts = {
	production: { name: 'Production', url: 'https://app.sprove.me/api/1.0' },
	sandbox: { name: 'Sandbox', url: 'https://demo.sprove.me/api/1.0' },
} satisfies Hosts;
