import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { INodeTypeDescription } from 'n8n-workflow';

import { ensureN8n } from '../../testbed/installN8n';
import { entries, SEARCH_WORDS } from '../support/nodeList';

interface Entry {
	key: string;
	properties: Pick<INodeTypeDescription, 'displayName' | 'codex'>;
}

/** The search that this n8n’s editor was built with; its file was renamed in between. */
type Search = (word: string, entries: Entry[]) => Array<{ item: Entry }>;

let search: Search;
let all: Entry[];

beforeAll(async () => {
	const { folder } = await ensureN8n({ log: (line) => void process.stderr.write(`${line}\n`) });
	const modules = join(folder, 'node_modules');
	const load = createRequire(join(modules, 'n8n/package.json'));
	const files = ['@n8n/utils/search/sublime-search', '@n8n/utils/search/sublimeSearch'];
	const file = files.find((name) => {
		try {
			return load.resolve(name);
		} catch {
			return undefined;
		}
	});
	({ sublimeSearch: search } = load(file!) as { sublimeSearch: Search });
	const own = ['n8n-nodes-base', '@n8n/n8n-nodes-langchain'].flatMap(
		(name) =>
			JSON.parse(
				readFileSync(join(modules, name, 'dist/types/nodes.json'), 'utf8'),
			) as INodeTypeDescription[],
	);
	all = [
		...own
			.filter(({ hidden }) => !hidden)
			.map((node) => ({ key: node.name, properties: { displayName: node.displayName, codex: node.codex } })),
		...entries,
	];
}, 20 * 60_000);

it.each(Object.entries(SEARCH_WORDS))(
	'“%s” finds %j among the first ten of all nodes of this n8n',
	(word, expected) => {
		expect(all.length).toBeGreaterThan(500);
		const first = search(word, all)
			.slice(0, 10)
			.map(({ item }) => item.key);
		expect(first).toEqual(expect.arrayContaining([...expected]));
	},
);
