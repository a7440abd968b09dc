import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { environmentFor, isAtLeast, n8nUnderTest, n8nVersions, newestN8n } from '../../testbed/n8nVersions';
import { n8nManifestsFolder } from '../../testbed/paths';

const read = (version: string, file: string) => readFileSync(join(n8nManifestsFolder, version, file), 'utf8');

describe('each version of n8n that can be installed', () => {
	const each = n8nVersions.map((version) => [version]);

	it.each(each)('%s is what its folder says, and in its lockfile', (version) => {
		const manifest = JSON.parse(read(version, 'package.json')) as { dependencies: Record<string, string> };
		const lock = JSON.parse(read(version, 'package-lock.json')) as {
			packages: Record<string, { version?: string; dependencies?: Record<string, string> }>;
		};
		expect(manifest.dependencies.n8n).toBe(version);
		expect(lock.packages['']?.dependencies).toEqual(manifest.dependencies);
		expect(lock.packages['node_modules/n8n']?.version).toBe(version);
	});

	it.each(each)(
		'%s comes from whichever registry the machine uses, with no scripts run unasked',
		(version) => {
			expect(read(version, 'package-lock.json')).not.toContain('"resolved"');
			expect(read(version, '.npmrc').split('\n')).toEqual(
				expect.arrayContaining(['ignore-scripts=true', 'omit-lockfile-registry-resolved=true']),
			);
			expect(existsSync(join(n8nManifestsFolder, version, 'node_modules'))).toBe(false);
		},
	);
});

it('runs the newest unless the environment names another', () => {
	expect(newestN8n).toBe(n8nVersions.at(-1));
	expect(n8nUnderTest({})).toBe(newestN8n);
	expect(n8nUnderTest({ N8N_UNDER_TEST: n8nVersions[0] })).toBe(n8nVersions[0]);
	expect(() => n8nUnderTest({ N8N_UNDER_TEST: '0.1.0' })).toThrow(
		`There is no n8n 0.1.0 here, but there are ${n8nVersions.join(', ')}`,
	);
});

it('compares versions by their numbers', () => {
	expect([...n8nVersions]).toEqual([...n8nVersions].sort((one, other) => (isAtLeast(one, other) ? 1 : -1)));
	expect(isAtLeast('2.41.1', '2.8')).toBe(true);
	expect(isAtLeast('2.8.4', '2.41')).toBe(false);
	expect(isAtLeast('2.8.0', '2.8')).toBe(true);
	expect(isAtLeast('1.123.81', '2.0')).toBe(false);
});

it('leaves out a module only where n8n knows it', () => {
	expect(environmentFor('2.41.1')).toEqual({ N8N_DISABLED_MODULES: 'mcp-registry' });
	expect(environmentFor('2.8.4')).toEqual({});
});
