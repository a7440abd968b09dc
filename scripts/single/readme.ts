import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { PARTNERS, type PartnerName } from '../../simulator/partners';
import { repoRoot } from '../../testbed/paths';
import { pack, SINGLE } from './about';

/** Where the repository's files are to be read. */
export const FILES = `${pack.homepage}/blob/main`;

/** Sections of a partner's page that have a heading of their own in n8n's README. */
const OWN_HEADING = ['Operations', 'Credential'];

/**
 * The README of one partner's package, with the headings of n8n's own in their order. Its words are those of the
 * partner's page in `docs/partners/`.
 */
export async function readme(partner: PartnerName): Promise<string> {
	const { name: title, prefix } = PARTNERS[partner];
	const { name } = SINGLE[partner];
	const file = `docs/partners/${prefix}.md`;
	const page = sectionsOf(await readFile(join(repoRoot, file), 'utf8'));
	const section = (heading: string) => {
		const text = page.sections.get(heading);
		if (text === undefined) throw new Error(`${file} has no section “${heading}”`);
		return absolute(text, file);
	};
	const usage = [...page.sections.keys()].filter((heading) => !OWN_HEADING.includes(heading));
	const versions = Object.keys(
		JSON.parse(await readFile(join(repoRoot, 'docs', 'compatibility.json'), 'utf8')) as object,
	);
	return `# ${name}

This is an n8n community node. It lets you use ${title} in your n8n workflows.

${absolute(page.introduction, file)}

[n8n](https://n8n.io/) is a [fair-code licensed](https://docs.n8n.io/reference/license/) workflow automation platform.

[Installation](#installation)
[Operations](#operations)
[Credentials](#credentials)
[Compatibility](#compatibility)
[Usage](#usage)
[Resources](#resources)
[Version history](#version-history)

## Installation

Follow the [installation guide](https://docs.n8n.io/integrations/community-nodes/installation/) in the n8n community nodes documentation; the package is \`${name}\`.

${title} and four more partners of the home-moving trade are also in one package for self-hosted n8n, [\`${pack.name}\`](${pack.homepage}). Both may be installed side by side.

## Operations

${section('Operations')}

## Credentials

${section('Credential')}

## Compatibility

Tested on n8n ${versions.slice(0, -1).join(', ')} and ${versions.at(-1) ?? ''}. What was run on each: [compatibility](${FILES}/docs/compatibility.md).

## Usage

${usage.map((heading) => `### ${heading}\n\n${section(heading)}`).join('\n\n')}

## Resources

- [n8n community nodes documentation](https://docs.n8n.io/integrations/#community-nodes)
- [What holds for every node of this family](${FILES}/docs/behaviour.md)
- [What ${title} documents, and where its documents are silent](${FILES}/docs/contracts/${prefix}.md)
- [Example workflows](${FILES}/docs/jobs/README.md)

## Version history

[CHANGELOG](${FILES}/CHANGELOG.md)
`;
}

/** A page in parts: what stands before its first section, and its sections by their headings. */
export function sectionsOf(markdown: string): { introduction: string; sections: Map<string, string> } {
	const [first = '', ...rest] = markdown.split(/^## /m);
	const sections = rest.map((part): [string, string] => {
		const end = part.indexOf('\n');
		return [part.slice(0, end).trim(), part.slice(end).trim()];
	});
	return { introduction: first.replace(/^# .*\n/, '').trim(), sections: new Map(sections) };
}

/** Links of a file of this repository as whole addresses, because a README is read elsewhere. */
export function absolute(markdown: string, file: string): string {
	return markdown.replace(/\]\((?!https?:)([^)]*)\)/g, (_, target: string) => {
		const { pathname, hash } = new URL(target, `https://files/${file}`);
		return `](${FILES}${pathname}${hash})`;
	});
}
