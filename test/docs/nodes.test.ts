import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { partners } from '../support/pack';
import { paths, read, root } from './documents';
import { nodePage } from './nodePage';

const isWriting = process.env.WRITE === 'yes';
const fileOf = (prefix: string) => `docs/nodes/${prefix}.md`;

describe.each(Object.entries(partners))('every field of %s', (_, { node, trigger, type, prefix }) => {
	const page = nodePage({
		prefix,
		node: node().description,
		trigger: trigger?.().description,
		credential: type(),
	});
	if (isWriting) {
		mkdirSync(dirname(join(root, fileOf(prefix))), { recursive: true });
		writeFileSync(join(root, fileOf(prefix)), page);
	}

	it('stands in its page as n8n shows it: `npm run generate` writes it', () => {
		expect(read(fileOf(prefix))).toBe(page);
	});
});

it('stands in a page for each partner, and no other', () => {
	expect(paths.filter((path) => path.startsWith('docs/nodes/')).sort()).toEqual(
		Object.values(partners)
			.map(({ prefix }) => fileOf(prefix))
			.sort(),
	);
});
