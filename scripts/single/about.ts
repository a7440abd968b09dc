import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { PartnerName } from '../../simulator/partners';
import { repoRoot } from '../../testbed/paths';

/** The pack's own manifest, as far as the packages of one partner take it over. */
interface Manifest {
	name: string;
	version: string;
	author: unknown;
	license: string;
	homepage: string;
	repository: unknown;
	keywords: string[];
	engines: unknown;
	n8n: { n8nNodesApiVersion: number; nodes: string[]; credentials: string[] };
}

export const pack = JSON.parse(readFileSync(join(repoRoot, 'package.json'), 'utf8')) as Manifest;

/** What one partner's package says of itself. */
interface About {
	/** Its name on npm. */
	name: string;
	/** What the partner does, as the first half of a sentence that ends with “in n8n workflows”. */
	description: string;
	keywords: string[];
}

/** The packages of one partner each. n8n verifies no others: one service a package. */
export const SINGLE: Readonly<Record<PartnerName, About>> = {
	movem: {
		name: 'n8n-nodes-movem',
		description: 'n8n nodes for Movem: tenant referencing in the United Kingdom',
		keywords: ['movem', 'tenant referencing', 'lettings'],
	},
	mymove: {
		name: 'n8n-nodes-mymove',
		description: 'n8n nodes for MYMOVE: leads of people who move house in the United States',
		keywords: ['mymove', 'mover leads'],
	},
	movingPortal: {
		name: 'n8n-nodes-moving-portal',
		description: 'n8n nodes for The Moving Portal: survey referrals in the United Kingdom',
		keywords: ['the moving portal', 'survey referrals', 'homebuyer'],
	},
	smartMove: {
		name: 'n8n-nodes-rentprep-smartmove',
		description: 'n8n nodes for RentPrep SmartMove: tenant screening in the United States',
		keywords: ['smartmove', 'rentprep', 'tenant screening'],
	},
	sprove: {
		name: 'n8n-nodes-sprove',
		description: 'n8n nodes for sprove: affordability checks of tenants in Norway',
		keywords: ['sprove', 'affordability', 'tenant'],
	},
};
