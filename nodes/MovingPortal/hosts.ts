import type { Hosts } from '../shared/http';

/** The documented hosts: two brands, each with a production and a test system (contract §1). */
export const hosts = {
	production: { name: 'Production (The Moving Portal)', url: 'https://api.themovingportal.co.uk' },
	productionImyhome: { name: 'Production (IMyHome)', url: 'https://api.imyhome.co.uk' },
	test: { name: 'Test (The Moving Portal)', url: 'https://api.themovingportal.dev', isTest: true },
	testImyhome: { name: 'Test (IMyHome)', url: 'https://api.imyhome.dev', isTest: true },
} satisfies Hosts;
