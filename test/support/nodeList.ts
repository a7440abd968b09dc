import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from './load';
import { partners, type PartnerName } from './pack';

/** What people type into n8n’s node list, and the partners that they mean. */
export const SEARCH_WORDS: Readonly<Record<string, readonly PartnerName[]>> = {
	affordability: ['sprove'],
	applicants: ['smartMove'],
	application: ['movem', 'smartMove'],
	'background check': ['smartMove'],
	'credit check': ['smartMove'],
	'credit report': ['smartMove'],
	criminal: ['smartMove'],
	'estate agent': ['movem', 'movingPortal'],
	eviction: ['smartMove'],
	homebuyer: ['movingPortal'],
	'house move': ['mymove'],
	income: ['sprove'],
	introducer: ['movingPortal'],
	landlord: ['movem', 'smartMove', 'sprove'],
	landlords: ['movem', 'smartMove', 'sprove'],
	lead: ['mymove'],
	leads: ['mymove'],
	letting: ['movem'],
	'letting agent': ['movem'],
	lettings: ['movem'],
	mortgage: ['movingPortal'],
	movers: ['mymove'],
	moving: ['mymove', 'movingPortal'],
	'new movers': ['mymove'],
	norway: ['sprove'],
	property: ['sprove', 'movingPortal'],
	properties: ['sprove'],
	reference: ['movem'],
	references: ['movem'],
	referencing: ['movem'],
	referral: ['movingPortal'],
	referrals: ['movingPortal'],
	relocation: ['mymove'],
	removals: ['mymove'],
	rent: ['sprove', 'movem', 'smartMove'],
	renter: ['movem', 'smartMove', 'sprove'],
	renters: ['movem', 'smartMove', 'sprove'],
	screening: ['smartMove'],
	survey: ['movingPortal'],
	surveyor: ['movingPortal'],
	surveys: ['movingPortal'],
	tenant: ['movem', 'smartMove', 'sprove'],
	'tenant referencing': ['movem'],
	'tenant screening': ['smartMove'],
	tenants: ['movem', 'smartMove', 'sprove'],
	valuation: ['movingPortal'],
	verification: ['sprove'],
};

export interface Codex {
	alias: string[];
	resources: { credentialDocumentation: Array<{ url: string }> };
}

/** What n8n knows of a node beside its description. */
export const codexOf = (name: string) => {
	const { folder } = Object.entries(partners).find(([partner]) => name.startsWith(partner))![1];
	const file = `nodes/${folder}/${folder}${name.endsWith('Trigger') ? 'Trigger' : ''}.node.json`;
	return JSON.parse(readFileSync(join(root, file), 'utf8')) as Codex;
};

/**
 * The entries of n8n’s node list. It has one for a node and its trigger, with the words of the node (editor-ui of n8n
 * 2.41.1, `useActionsGenerator.ts`, `generateMergedNodesAndActions`).
 */
export const entries = Object.entries(partners).map(([key, { node }]) => ({
	key,
	properties: { displayName: node().description.displayName, codex: codexOf(key) },
}));
