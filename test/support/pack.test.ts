import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { PARTNER_NAMES } from '../../simulator/partners';
import { partners } from './pack';

const root = join(__dirname, '../..');
const foldersIn = (folder: string) =>
	readdirSync(join(root, folder), { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => name);

describe('simulator/partners/index.ts', () => {
	it('lists every partner that the simulator has a folder for', () => {
		expect([...PARTNER_NAMES].sort()).toEqual(foldersIn('simulator/partners').sort());
	});

	it('lists every partner that has nodes', () => {
		const folders = foldersIn('nodes').filter((folder) => folder !== 'shared');
		expect(Object.values(partners).map(({ folder }) => folder)).toEqual(expect.arrayContaining(folders));
	});

	it.each(Object.entries(partners))('has %s by the name that its files have', (name, partner) => {
		expect(partner.node().description.name).toBe(name);
		if (partner.trigger) expect(partner.trigger().description.name).toBe(`${name}Trigger`);
		expect(partner.type().name).toBe(partner.credential);
		expect(partner.provider.credential).toBe(partner.credential);
	});
});

describe('package.json', () => {
	const { n8n } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
		n8n: { nodes: string[]; credentials: string[] };
	};

	it('lists every node under n8n.nodes', () => {
		const files = foldersIn('nodes').flatMap((folder) =>
			readdirSync(join(root, 'nodes', folder))
				.filter((file) => file.endsWith('.node.ts'))
				.map((file) => `dist/nodes/${folder}/${file.replace(/\.ts$/, '.js')}`),
		);
		expect([...n8n.nodes].sort()).toEqual(files.sort());
	});

	it('lists every credential under n8n.credentials', () => {
		const files = readdirSync(join(root, 'credentials')).map(
			(file) => `dist/credentials/${file.replace(/\.ts$/, '.js')}`,
		);
		expect([...n8n.credentials].sort()).toEqual(files.sort());
	});
});
