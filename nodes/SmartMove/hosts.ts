import type { Hosts } from '../shared/http';

/** The documented hosts (contract §1). */
export const hosts = {
	production: { name: 'Production', url: 'https://screen.rentprep.com' },
	sandbox: { name: 'Sandbox', url: 'https://stage.rentprep.com', isTest: true },
} satisfies Hosts;
