import { readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

import { PANELS } from '../../testbed/pictures';
import { nodes } from '../support/pack';

const root = join(__dirname, '../..');

const { n8n } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
	n8n: { nodes: string[]; credentials: string[] };
};

/** `dist/nodes/Movem/MovemTrigger.node.js` is the node `movemTrigger`. */
const nameOf = (file: string) => {
	const name = basename(file).replace(/\..*$/, '');
	return name.charAt(0).toLowerCase() + name.slice(1);
};

/** The most that a picture may weigh, in bytes. */
const HEAVIEST = 150_000;

it.each([...n8n.nodes, ...n8n.credentials].map(nameOf))('%s has a picture that is quick to load', (name) => {
	expect(statSync(join(root, 'docs/images', `${name}.png`)).size).toBeLessThan(HEAVIEST);
});

it('every node has a picture in what takes them', () => {
	expect(PANELS.map(({ type }) => type).sort()).toEqual(n8n.nodes.map(nameOf).sort());
});

it.each(PANELS)('$type is shown as a new workflow gets it', ({ type, version = 1 }) => {
	expect(version).toBe(nodes[type]!().description.version);
});
