import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { WorkflowFile } from '../../scripts/lib/n8n-types';
import { useStack } from './support/stack';
import { chainOf, itemsNode, node } from './support/workflows';

const stack = useStack();

const pack = (
	name: string,
	label: string,
	credential: string,
	parameters: WorkflowFile['nodes'][number]['parameters'],
) =>
	node(label, `n8n-nodes-moving-partners.${name}`, parameters, {
		credentials: { [credential]: { name: label } },
	});

/** What a clerk sees: the panels of the nodes in the editor, in a real browser. */
describe('the panel of', () => {
	it('Movem shows the fields of the chosen operation, picks an application from the list, and shows what came back', async () => {
		const { addWorkflow, simulator } = stack.stage;
		simulator.control.reset({ seed: 1 });
		const start = itemsNode('Start with', [{}]);
		const create = pack('movem', 'Movem', 'movemApi', {
			resource: 'application',
			operation: 'create',
			name: 'Ada Quill',
			email: 'ada.quill@example.test',
			property: 'Flat 3, 9 Larch Row',
		});
		const workflow = await addWorkflow(chainOf('Movem panel', start, create));
		const editor = await stack.editor();
		await editor.openWorkflow(workflow.id);
		await editor.openNode('Movem');
		// n8n adds "Custom API Call" to every node with credentials.
		expect(await editor.optionsOf('resource')).toEqual(expect.arrayContaining(['Application', 'Credit']));
		expect(await editor.optionsOf('operation')).toEqual(
			expect.arrayContaining(['Create', 'Delete', 'Get', 'Get Many', 'Update']),
		);
		expect(await editor.parameterLabels()).toEqual([
			'Resource',
			'Operation',
			'Tenant Name',
			'Tenant Email',
			'Property',
			'If It Already Exists',
			'Simplify',
			'Request Options',
		]);
		expect(await editor.executeStep()).toContain('1 item');
		const output = await editor.outputWith('ada.quill@example.test');
		// The link has to be passed on; the token in a column of its own has not.
		expect(output.split('\n').map((line) => line.trim())).not.toContain('token');

		await editor.choose('operation', 'Get Many');
		expect(await editor.parameterLabels()).toEqual([
			'Resource',
			'Operation',
			'Return All',
			'Limit',
			'Simplify',
			'Filters',
			'Request Options',
		]);
		await editor.closeNode();
	});

	it('MYMOVE shows the fields of one time range at a time', async () => {
		const { addWorkflow } = stack.stage;
		const workflow = await addWorkflow(
			chainOf(
				'MYMOVE panel',
				pack('mymove', 'MYMOVE', 'mymoveApi', { resource: 'lead', operation: 'getAll' }),
			),
		);
		const editor = await stack.editor();
		await editor.openWorkflow(workflow.id);
		await editor.openNode('MYMOVE');
		expect(await editor.parameterLabels()).toContain('Hours');
		await editor.choose('timeRange', 'Between Two Dates');
		expect(await editor.parameterLabels()).toEqual(
			expect.arrayContaining(['Time Range', 'Start', 'End', 'Return All', 'Limit', 'Simplify']),
		);
		expect(await editor.parameterLabels()).not.toContain('Hours');
		expect(await editor.executeStep()).toContain('Parameter "Start" is required');
		await editor.closeNode();
	});

	it('The Moving Portal takes a referral by fields or by JSON', async () => {
		const { addWorkflow } = stack.stage;
		const chain = JSON.parse(
			readFileSync(join(__dirname, '../../workflows/lead-to-referral.json'), 'utf8'),
		) as WorkflowFile;
		const workflow = await addWorkflow(chain);
		const editor = await stack.editor();
		await editor.openWorkflow(workflow.id);
		await editor.openNode('Refer buyer for a survey');
		const byFields = await editor.parameterLabels();
		expect(byFields).toEqual(
			expect.arrayContaining(['Product Code', 'Property Address', 'Customers', 'If It Already Exists']),
		);
		await editor.choose('specify', 'Using JSON');
		expect(await editor.parameterLabels()).toEqual([
			'Resource',
			'Operation',
			'Specify Referral',
			'Referral (JSON)',
			'If It Already Exists',
			'Request Options',
		]);
		await editor.closeNode();
	});

	it('asks nothing of the internet', async () => {
		expect((await stack.editor()).outside).toEqual([]);
	});
});
