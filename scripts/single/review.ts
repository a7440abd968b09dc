import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { PARTNER_NAMES, PARTNERS, type PartnerName } from '../../simulator/partners';
import { nodeFolderOf } from '../../testbed/paths';

/** n8n's categories of nodes (docs.n8n.io, “Node codex files”). */
const CATEGORIES = [
	'Analytics',
	'Communication',
	'Data & Storage',
	'Development',
	'Finance & Accounting',
	'Marketing & Content',
	'Miscellaneous',
	'Productivity',
	'Sales',
	'Utility',
];

/** The headings of n8n's own README, in their order. */
const HEADINGS = [
	'Installation',
	'Operations',
	'Credentials',
	'Compatibility',
	'Usage',
	'Resources',
	'Version history',
];

/** What is in every package that n8n's starter makes. */
const FILES = [
	'CHANGELOG.md',
	'LICENSE.md',
	'README.md',
	'eslint.config.mjs',
	'package.json',
	'tsconfig.json',
];

/**
 * What a reviewer of n8n would object to in a package, beyond what n8n's own lint and scan find: another service in
 * it, a category that n8n does not have, a README without one of n8n's headings.
 *
 * @param folder the package's folder
 * @returns a sentence for each objection; none for a package that may go to n8n
 */
export function objections(partner: PartnerName, folder: string): string[] {
	const read = (file: string) => readFileSync(join(folder, file), 'utf8');
	const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((file) => !/^(dist|node_modules)\b/.test(file))
		.sort();
	return [
		...FILES.filter((file) => !existsSync(join(folder, file))).map((file) => `${file} is missing.`),
		...foreignServices(partner, files, read),
		...files
			.filter((file) => file.endsWith('.node.json'))
			.flatMap((file) => codexObjections(file, read(file))),
		...headingObjections(read('README.md')),
	];
}

function foreignServices(partner: PartnerName, files: string[], read: (file: string) => string): string[] {
	const others = PARTNER_NAMES.filter((name) => name !== partner);
	return files
		.filter((file) => /^(nodes|credentials|openapi)\/.*\.(ts|json|svg)$/.test(file))
		.flatMap((file) => {
			const text = `${file}\n${read(file)}`.toLowerCase();
			return others
				.filter((other) =>
					[PARTNERS[other].name, nodeFolderOf(other)].some((name) => text.includes(name.toLowerCase())),
				)
				.map((other) => `${file} is about ${PARTNERS[other].name}, which is another service.`);
		});
}

function codexObjections(file: string, text: string): string[] {
	const { categories = [] } = JSON.parse(text) as { categories?: string[] };
	if (categories.length === 0) return [`${file} names no category.`];
	return categories
		.filter((category) => !CATEGORIES.includes(category))
		.map((category) => `${file} names the category “${category}”, which n8n does not have.`);
}

function headingObjections(readme: string): string[] {
	const found = [...readme.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
	return HEADINGS.join() === found.join()
		? []
		: [`README.md has the headings ${found.join(', ')}; n8n's are ${HEADINGS.join(', ')}.`];
}
