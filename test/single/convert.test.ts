import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { convert } from '../../scripts/single/convert';

const workflows = join(__dirname, '../../workflows');

const typesOf = (text: string) =>
	(JSON.parse(text) as { nodes: Array<{ type: string }> }).nodes.map(({ type }) => type);

it.each(readdirSync(workflows))(
	'%s goes to the packages of one partner each and back, to the byte',
	(file) => {
		const original = readFileSync(join(workflows, file), 'utf8');
		const ours = typesOf(original).filter((type) => type.startsWith('n8n-nodes-moving-partners.'));
		const single = convert(original, 'single');
		expect(single.nodes).toBe(ours.length);
		expect(single.text).not.toContain('n8n-nodes-moving-partners.');
		expect(typesOf(single.text)).toHaveLength(typesOf(original).length);
		expect(convert(single.text, 'pack')).toEqual({ text: original, nodes: ours.length });
	},
);

it.each([
	['movem', 'n8n-nodes-movem'],
	['movemTool', 'n8n-nodes-movem'],
	['mymoveTrigger', 'n8n-nodes-mymove'],
	['smartMoveTrigger', 'n8n-nodes-rentprep-smartmove'],
	['movingPortal', 'n8n-nodes-moving-portal'],
	['sprove', 'n8n-nodes-sprove'],
])('%s is a node of %s', (node, name) => {
	const pack = `{"type": "n8n-nodes-moving-partners.${node}"}`;
	expect(convert(pack, 'single').text).toBe(`{"type": "${name}.${node}"}`);
	expect(convert(convert(pack, 'single').text, 'pack').text).toBe(pack);
});

it('leaves the nodes of others alone', () => {
	const text = '{"type": "n8n-nodes-base.httpRequest"} {"type": "n8n-nodes-other.movem"}';
	expect(convert(text, 'single')).toEqual({ text, nodes: 0 });
	expect(convert(text, 'pack')).toEqual({ text, nodes: 0 });
});
