import { sublimeSearch } from '@n8n/utils/search/sublime-search';

import { codexOf, entries, SEARCH_WORDS } from '../support/nodeList';
import { nodes } from '../support/pack';

/** What n8n’s node list finds, by its own search (editor-ui of n8n 2.41.1, `nodeCreator.utils.ts`, `searchNodes`). */
const found = (word: string) => sublimeSearch(word.toLowerCase(), entries).map(({ item }) => item.key);

describe('the search of n8n’s node list', () => {
	it.each(Object.entries(SEARCH_WORDS))('finds by “%s” %j', (word, expected) => {
		expect(found(word)).toEqual(expect.arrayContaining([...expected]));
	});

	it('finds nothing by a word of another trade', () => {
		expect(['spreadsheet', 'newsletter', 'weather', 'kubernetes'].flatMap(found)).toEqual([]);
	});
});

describe.each(Object.keys(nodes))('%s', (name) => {
	it('has each search word once, and a trigger those of its node', () => {
		const { alias } = codexOf(name);
		expect(alias.map((word) => word.toLowerCase())).toHaveLength(new Set(alias).size);
		expect(alias).toEqual(codexOf(name.replace('Trigger', '')).alias);
	});
});
