import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { repoRoot } from '../../testbed/paths';
import { pack } from '../single/about';
import { absolute, FILES, sectionsOf } from '../single/readme';

const PAGE = 'docs/simulator.md';

/** The README of the simulator's package. Its words are those of `docs/simulator.md`. */
export async function readme(name: string): Promise<string> {
	const { introduction, sections } = sectionsOf(await readFile(join(repoRoot, PAGE), 'utf8'));
	const section = (heading: string) => {
		const text = sections.get(heading);
		if (text === undefined) throw new Error(`${PAGE} has no section “${heading}”`);
		return absolute(text, PAGE);
	};
	return `# ${name}

${absolute(introduction, PAGE)}

It is made for [\`${pack.name}\`](${pack.homepage}) and the packages of one partner each, and serves whatever else calls these partners.

## Start it

${section('Start it')}

## Magic values

${section('Magic values')}

## Contracts

The partners' interfaces as OpenAPI documents are in \`openapi/\`. Every request is held to them, and so is every answer.

## Resources

- [All that the page shows and does: steps of people, postbacks, faults, the clock, scenarios](${FILES}/${PAGE}#the-page)
- [What the nodes do under every fault](${FILES}/docs/faults.md)
- [What each partner documents, and where its documents are silent](${FILES}/docs/contracts)
- [Example workflows](${FILES}/docs/jobs/README.md)
- [What it depends on, and the licences](LICENSES.md)
- [CHANGELOG](${FILES}/CHANGELOG.md)
`;
}
