import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { released, sectionOf } from '../../scripts/release/changelog';
import { obstacles } from '../../scripts/release/obstacles';

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
	const change = (file: string, from: string, to: string) => {
		const text = readFileSync(join(checkout, file), 'utf8');
		expect(text).toContain(from);
		writeFileSync(join(checkout, file), text.replaceAll(from, to));
	};

	beforeEach(() => {
		checkout = mkdtempSync(join(tmpdir(), 'moving-partners-release-'));
		for (const file of ['README.md', 'LICENSE', '.github'])
			cpSync(join(root, file), join(checkout, file), { recursive: true });
		mkdirSync(join(checkout, 'docs'));
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
});
