import { brokenLink, documents, linksOf, paths, read } from './documents';

const ours = 'https://github.com/moving-partners/n8n-nodes-moving-partners';

describe('a link', () => {
	it.each(documents)('in %s leads somewhere', (document) => {
		const broken = linksOf(read(document)).flatMap((link) => brokenLink(document, link) ?? []);
		expect(broken).toEqual([]);
	});

	it('in the editor, or in a form of .github, leads to a page and a section that exist', () => {
		const files = paths.filter((path) =>
			/^(?:nodes\/.*\.node\.json|credentials\/.*\.ts|\.github\/.*)$/.test(path),
		);
		const links = files.flatMap((file) => {
			const found = /\.\w+$/.test(file) ? read(file).match(new RegExp(`${ours}[^\\s'")]*`, 'g')) : null;
			return (found ?? []).map((link) => link.slice(ours.length).replace(/^\/blob\/main\//, ''));
		});
		expect(links.length).toBeGreaterThan(10);
		expect(links.flatMap((link) => brokenLink('README.md', link) ?? [])).toEqual([]);
	});

	it.each([
		['README.md', 'docs/nowhere.md', 'there is no docs/nowhere.md'],
		['docs/faults.md', 'scaling.md#nowhere', 'docs/scaling.md has no #nowhere'],
		['docs/partners/movem.md', '../contracts', undefined],
		['docs/behaviour.md', '#a-partners-limit', undefined],
	])('from %s to %s is judged', (document, link, why) => {
		expect(brokenLink(document, link)).toEqual(why && expect.stringContaining(why));
	});
});
