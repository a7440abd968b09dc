import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { writeSinglePackage } from '../../scripts/single/folder';
import { objections } from '../../scripts/single/review';
import { sourcesOf } from '../../scripts/single/sources';
import { PARTNER_NAMES, PARTNERS } from '../../simulator/partners';
import { nodeFolderOf } from '../../testbed/paths';

let folder: string;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'moving-partners-single-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (...path: string[]) => readFileSync(join(folder, ...path), 'utf8');

describe.each(PARTNER_NAMES)('the package of %s', (partner) => {
	const node = nodeFolderOf(partner);

	beforeAll(async () => await writeSinglePackage(partner, join(folder, partner)));

	it('is one to which a reviewer of n8n has no objection', () => {
		expect(objections(partner, join(folder, partner))).toEqual([]);
	});

	it('names what it has, and calls itself strict', () => {
		const { name, n8n, dependencies } = JSON.parse(read(partner, 'package.json')) as {
			name: string;
			dependencies?: object;
			n8n: { strict: boolean; nodes: string[]; credentials: string[] };
		};
		expect(dependencies).toBeUndefined();
		expect(n8n).toMatchObject({
			strict: true,
			nodes: [`dist/nodes/${node}/${node}.node.js`, `dist/nodes/${node}/${node}Trigger.node.js`],
			credentials: [`dist/credentials/${node}Api.credentials.js`],
		});
		for (const file of [`${node}.node.json`, `${node}Trigger.node.json`])
			expect(JSON.parse(read(partner, 'nodes', node, file))).toMatchObject({
				node: expect.stringMatching(new RegExp(`^${name}\\.${partner}(Trigger)?$`)) as string,
			});
	});
});

describe('what a reviewer of n8n would refuse', () => {
	const copy = (name: string) => {
		cpSync(join(folder, 'movem'), join(folder, name), { recursive: true });
		return join(folder, name);
	};

	it('is another service in the package', () => {
		const changed = copy('foreign');
		cpSync(join(folder, 'sprove', 'nodes', 'Sprove'), join(changed, 'nodes', 'Sprove'), { recursive: true });
		expect(objections('movem', changed)).toContain(
			`nodes/Sprove/Sprove.node.json is about ${PARTNERS.sprove.name}, which is another service.`,
		);
	});

	it.each([
		['no category', [], 'nodes/Movem/Movem.node.json names no category.'],
		[
			'a category that n8n does not have',
			['Marketing'],
			'nodes/Movem/Movem.node.json names the category “Marketing”, which n8n does not have.',
		],
	])('is %s', (_, categories, objection) => {
		const changed = copy('category');
		const file = join(changed, 'nodes/Movem/Movem.node.json');
		const codex = JSON.parse(readFileSync(file, 'utf8')) as object;
		writeFileSync(file, JSON.stringify({ ...codex, categories }));
		expect(objections('movem', changed)).toEqual([objection]);
	});

	it('is a README without one of n8n’s headings', () => {
		const changed = copy('headings');
		const file = join(changed, 'README.md');
		writeFileSync(file, readFileSync(file, 'utf8').replace('## Version history', '## History'));
		expect(objections('movem', changed)).toEqual([expect.stringContaining('README.md has the headings')]);
	});
});

it('takes of a room of the engine only what is asked for', () => {
	const sources = sourcesOf(['nodes/Mymove/Mymove.node.ts']);
	expect(sources.get('nodes/shared/execution/index.ts')).not.toContain('createUnlessExists');
	expect(sources.has('nodes/shared/execution/createIfMissing.ts')).toBe(false);
	// The trigger is another entry.
	expect(sources.has('nodes/shared/triggers/polling.ts')).toBe(false);
	expect(sources.get('nodes/shared/execution/index.ts')).toContain("export { execute } from './execute';");
});
