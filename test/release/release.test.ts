import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';

import { released, sectionOf } from '../../scripts/release/changelog';
import { obstacles } from '../../scripts/release/obstacles';
import { setVersion } from '../../scripts/release/version';

const CHANGELOG = '# Changelog\n\n## Unreleased\n\n- Something new.\n\n## 0.1.0\n\n- The first.\n';

describe('the changelog', () => {
	it('gives what was not released the version and the day, and room for what comes next', () => {
		expect(released(CHANGELOG, '0.2.0', '2026-11-26')).toBe(
			'# Changelog\n\n## Unreleased\n\n## 0.2.0 (2026-11-26)\n\n- Something new.\n\n## 0.1.0\n\n- The first.\n',
		);
	});

	it('refuses a release in which nothing has changed', () => {
		const empty = released(CHANGELOG, '0.2.0', '2026-11-26');
		expect(() => released(empty, '0.3.0', '2026-11-27')).toThrow('nothing under “Unreleased”');
	});

	it('knows what it says of a version', () => {
		expect(sectionOf(CHANGELOG, '0.1.0')).toBe('- The first.');
		expect(sectionOf(CHANGELOG, '0.1')).toBeUndefined();
	});
});

describe('a release', () => {
	const root = join(__dirname, '../..');
	let checkout: string;
	const read = (file: string) => readFileSync(join(checkout, file), 'utf8');
	const change = (file: string, from: string, to: string) => {
		const text = read(file);
		expect(text).toContain(from);
		writeFileSync(join(checkout, file), text.replaceAll(from, to));
	};

	beforeEach(() => {
		checkout = mkdtempSync(join(tmpdir(), 'moving-partners-release-'));
		for (const file of ['README.md', 'LICENSE', '.github'])
			cpSync(join(root, file), join(checkout, file), { recursive: true });
		mkdirSync(join(checkout, 'docs'));
		cpSync(join(root, 'docs/compose.yaml'), join(checkout, 'docs/compose.yaml'));
		writeFileSync(
			join(checkout, 'package.json'),
			JSON.stringify({ version: '0.1.0', author: { email: 'desk@lettings.test' } }),
		);
		writeFileSync(join(checkout, 'CHANGELOG.md'), CHANGELOG);
	});
	afterEach(() => rmSync(checkout, { recursive: true, force: true }));

	it('finds no obstacle where tag, version, changelog and addresses are right', () => {
		expect(obstacles(checkout, '0.1.0')).toEqual([]);
	});

	it('stops while an address is a placeholder', () => {
		change('package.json', 'desk@lettings.test', 'hello@firm.example');
		expect(obstacles(checkout, '0.1.0')).toEqual([
			'package.json has the address hello@firm.example, at which nobody can be reached.',
		]);
	});

	it('stops at a tag that is not the version, and a version that the changelog does not have', () => {
		expect(obstacles(checkout, '0.2.0')).toEqual([
			'The tag is 0.2.0, and package.json has the version 0.1.0.',
		]);
		change('package.json', '0.1.0', '0.2.0');
		expect(obstacles(checkout, '0.2.0')).toEqual(['CHANGELOG.md says nothing of 0.2.0.']);
	});

	// What test/docs/readme.test.ts and test/docs/compose.test.ts hold to the version of package.json, and the bug form.
	const told = () => ({
		README: JSON.parse(/`N8N_COMMUNITY_PACKAGES=([^`]*)`/.exec(read('README.md'))![1]!) as unknown,
		compose: (parse(read('docs/compose.yaml'), { merge: true }) as { services: { pack: unknown } }).services
			.pack,
		form: (parse(read('.github/ISSUE_TEMPLATE/bug.yml')) as { body: Array<{ id?: string }> }).body.filter(
			({ id }) => id?.endsWith('-version'),
		),
	});

	it('puts its version wherever a reader is told it, and changes nothing else there', async () => {
		const form = told().form as unknown[];
		await setVersion(checkout, '12.3.0', '2026-11-26');
		expect(read('CHANGELOG.md')).toBe(released(CHANGELOG, '12.3.0', '2026-11-26'));
		expect(told()).toMatchObject({
			README: [{ name: 'n8n-nodes-moving-partners', version: '12.3.0' }],
			compose: { command: ['n8n-nodes-moving-partners@12.3.0'] },
			form: [form[0], { id: 'pack-version', attributes: { placeholder: '12.3.0' } }],
		});
		for (const file of ['README.md', 'docs/compose.yaml', '.github/ISSUE_TEMPLATE/bug.yml']) {
			const before = readFileSync(join(root, file), 'utf8').split('\n');
			const lines = read(file).split('\n');
			expect(lines.filter((line, index) => line !== before[index])).toEqual([
				expect.stringContaining('12.3.0'),
			]);
		}
	});

	it('writes nothing while a file does not tell its version', async () => {
		change('docs/compose.yaml', 'n8n-nodes-moving-partners@', 'n8n-nodes-moving-partners:');
		await expect(setVersion(checkout, '12.3.0', '2026-11-26')).rejects.toThrow(
			'docs/compose.yaml does not tell the version',
		);
		expect([read('CHANGELOG.md'), read('README.md')]).toEqual([
			CHANGELOG,
			readFileSync(join(root, 'README.md'), 'utf8'),
		]);
	});
});
