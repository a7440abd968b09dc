import { n8nVersions } from '../../testbed/n8nVersions';
import { codeOf, headingsOf, linksOf, paths, read, visible } from './documents';

const readme = read('README.md');

/**
 * Words as a reader sees them, in prose, tables, code and captions: whatever stands between two spaces and has a letter
 * or a digit. Link targets, comments and Markdown signs do not count.
 */
const wordsIn = (markdown: string) =>
	visible(markdown)
		.split(/\s+/)
		.filter((word) => /[\p{L}\p{N}]/u.test(word));

describe('a word', () => {
	it.each([
		['Read [what follows](docs/faults.md), **now**.', 4],
		['| `npm ci` | 64 MB — yes |\n| --- | --- |', 5],
		['<!-- not yet -->![The chain](chain.png)', 2],
		['```sh\nnpm test\n```', 2],
	])('in %j is counted', (markdown, count) => {
		expect(wordsIn(markdown)).toHaveLength(count);
	});
});

describe('README.md', () => {
	it('has at most 1,000 words', () => {
		expect(wordsIn(readme).length).toBeLessThanOrEqual(1000);
	});

	it('says what a stranger asks first', () => {
		const sections = headingsOf(readme).map(({ text }) => text);
		const asked = [
			'Which partner',
			'See it run',
			'Install',
			'Compatibility',
			'First workflow',
			'Credentials',
		];
		expect(sections).toEqual(expect.arrayContaining([...asked, 'Where to read on', 'Develop']));
	});

	it('names what a fresh machine needs', () => {
		const commands = codeOf(readme).flatMap((code) => code.split(' && '));
		expect(commands).toEqual(
			expect.arrayContaining(['npm ci', 'npm test', 'npm run demo', 'npx moving-partners-simulator']),
		);
	});

	it('leads to every page of docs/', () => {
		const pages = paths.filter((path) => /^docs\/(partners\/)?[^/]+\.md$/.test(path));
		const linked = linksOf(readme).map((link) => link.replace(/#.*/, ''));
		expect(pages.filter((page) => !linked.includes(page))).toEqual([]);
	});

	it('shows the chain after a run, once there is a picture of it', () => {
		const picture = 'docs/images/chain.png';
		expect(linksOf(readme).includes(picture)).toBe(paths.includes(picture));
	});

	it('promises the versions of n8n that are tested, and installs the version of this pack', () => {
		const [, versions = ''] = /^- \*\*Run\*\*[^:]*: n8n (.*?\d)\. /m.exec(readme) ?? [];
		expect(versions.split(/, | and /).sort()).toEqual([...n8nVersions].sort());
		const { name, version } = JSON.parse(read('package.json')) as { name: string; version: string };
		const [, installed = ''] = /`N8N_COMMUNITY_PACKAGES=([^`]*)`/.exec(readme) ?? [];
		expect(JSON.parse(installed)).toEqual([{ name, version }]);
	});
});

describe.each([
	'README.md',
	'CONTRIBUTING.md',
	'docs/behaviour.md',
	'docs/privacy.md',
	'docs/troubleshooting.md',
])('the contents of %s', (file) => {
	it('name every section, in order', () => {
		const markdown = read(file);
		const [list = ''] = /^\*\*Contents:\*\*.*$/m.exec(markdown) ?? [];
		const listed = [...list.matchAll(/\[([^\]]+)\]\(#([^)]+)\)/g)].map(([, text, anchor]) => ({
			text,
			anchor,
		}));
		const sections = headingsOf(markdown).filter(({ level }) => level === 2);
		expect(listed).toEqual(sections.map(({ text, anchor }) => ({ text, anchor })));
	});
});
