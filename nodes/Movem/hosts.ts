import type { Hosts } from '../shared/http';

/** Movem's documents name three production hosts and one sandbox (contract §1 and §8 no. 1). */
export const hosts = {
	production: { name: 'Production', url: 'https://api.invite.movem.co.uk' },
	productionV1: { name: 'Production (Newer Edition, v1)', url: 'https://api.movem.co.uk/v1' },
	productionMain: { name: 'Production (Main Host)', url: 'https://api.movem.co.uk' },
	sandbox: { name: 'Sandbox', url: 'https://api.qa1.movem.co.uk/v1', isTest: true },
} satisfies Hosts;
