import type { Hosts } from '../shared/http';

/** The documented hosts (contract §1). */
export const hosts = {
	production: { name: 'Production', url: 'https://leads.mymove.com' },
	staging: { name: 'Staging', url: 'https://staging-leads.mymove.com', isTest: true },
} satisfies Hosts;
