import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, sep } from 'node:path';

import type { WorkflowFile } from '../../testbed/n8nTypes';
import { isAtLeast, n8nUnderTest } from '../../testbed/n8nVersions';
import { takePictures } from '../../testbed/pictures';
import { temporaryFolder } from '../../testbed/temporary';
import { partners } from '../support/pack';
import { setUpTimeoutMs, useStack } from './support/stack';
import { SHEET_ROW } from './support/sheetRow';
import { onlyFrom } from './support/versions';
import { chainOf, itemsNode, node } from './support/workflows';

const stack = useStack();
beforeAll(async () => void (await stack.editor()), setUpTimeoutMs);

const pack = (
	name: string,
	label: string,
	credential: string,
	parameters: WorkflowFile['nodes'][number]['parameters'],
) =>
	node(label, `n8n-nodes-moving-partners.${name}`, parameters, {
		credentials: { [credential]: { name: label } },
	});

/** Every preview of the pack: its route in n8n, and its content. */
function previews(): Array<{ route: string; preview: unknown }> {
	const nodes = join(__dirname, '../../nodes');
	return readdirSync(nodes, { recursive: true, encoding: 'utf8' })
		.filter((file) => /__schema__.*\.json$/.test(file))
		.map((file) => {
			const [folder = '', , version = '', ...operation] = file.split(sep);
			const type = `n8n-nodes-moving-partners.${folder.charAt(0).toLowerCase()}${folder.slice(1)}`;
			return {
				route: ['/schemas', type, version.slice(1), ...operation].join('/'),
				preview: JSON.parse(readFileSync(join(nodes, file), 'utf8')) as unknown,
			};
		});
}

/** n8n’s message for an empty required field; an older n8n does not name the field. */
const refusal = isAtLeast(n8nUnderTest(), '2.41')
	? 'Parameter "Start" is required'
	: 'The workflow has issues and cannot be executed for that reason';

it('the canvas says in words what a node does', async () => {
	const { addWorkflow } = stack.testbed;
	const trigger = pack('movemTrigger', 'Changes', 'movemApi', { triggerOn: ['COMPLETED', 'HOLD'] });
	const order = pack('smartMove', 'Screen', 'smartMoveApi', {
		resource: 'application',
		operation: 'createNative',
	});
	// Without resource and operation, as n8n stores what is the default.
	const link = pack('smartMove', 'Link', 'smartMoveApi', {});
	const add = { ...link, name: 'Flatmate', typeVersion: 1 };
	const workflow = await addWorkflow(chainOf('Words', trigger, order, link, add));
	const editor = await stack.editor();
	await editor.openWorkflow(workflow.id);
	expect(await editor.textOnCanvas('Changes')).toContain('Application Completed, Application on Hold');
	expect(await editor.textOnCanvas('Screen')).toContain('Application: Order Now');
	expect(await editor.textOnCanvas('Link')).toContain('Application: Get Order Link');
	expect(await editor.textOnCanvas('Flatmate')).toContain('Applicant: Add');
});

it('a new SmartMove node opens on Application, and the node list shows each of its actions once', async () => {
	const agent = node('Agent', '@n8n/n8n-nodes-langchain.agent', {}, { typeVersion: 1.7 });
	const workflow = await stack.testbed.addWorkflow(chainOf('New', agent));
	const editor = await stack.editor();
	const { page } = editor;
	await editor.openWorkflow(workflow.id);
	await page.getByTestId('node-creator-plus-button').click();
	const entries = await editor.searchNodeList('SmartMove');
	await entries.first().click();
	await entries.filter({ hasText: 'RentPrep SmartMove' }).last().waitFor({ state: 'detached' });
	const { resources } = partners.smartMove;
	const actions = Object.values(resources).flatMap(({ operations }) =>
		Object.values(operations).map(({ action }) => action),
	);
	const shown = (await entries.allInnerTexts()).filter((entry) => !/^[A-Z ]+$/.test(entry));
	expect(shown.sort()).toEqual(actions.sort());
	await entries.filter({ hasText: 'Get order link' }).first().click();
	expect(await editor.chosen('resource')).toBe('Application');
	await editor.closeNode();

	// Of a tool the list shows no actions: it begins with the defaults.
	const tools = page
		.locator('[data-test-id=canvas-node][data-node-name="Agent"]')
		.getByTestId('canvas-handle-plus');
	await tools.last().click({ force: true });
	await (await editor.searchNodeList('SmartMove')).first().click();
	await page.getByTestId('ndv').first().waitFor();
	expect([await editor.chosen('resource'), await editor.chosen('operation')]).toEqual([
		'Application',
		'Get Order Link',
	]);
	await editor.closeNode();
	// Where n8n shows a package's actions, it asks whether there is a newer release of it.
	const asked = editor.outside.splice(0);
	expect(asked.filter((url) => !url.endsWith('/n8n-nodes-moving-partners'))).toEqual([]);
});

/** The panels of the nodes in the editor, in a real browser. */
describe('the panel of', () => {
	it('Movem shows the fields of the chosen operation, picks an application from the list, and shows what came back', async () => {
		const { addWorkflow, simulator } = stack.testbed;
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
			'Specify Tenant',
			'Tenant Name',
			'Tenant Email',
			'Property',
			'If It Already Exists',
			'Simplify',
			'Options',
			'Check Only',
			'Request Options',
		]);
		expect(await editor.executeStep()).toContain('1 item');
		const output = await editor.outputWith('ada.quill@example.test');
		// The link has to be passed on; the token must not stand in a column of its own.
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
		const { addWorkflow } = stack.testbed;
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
		expect(await editor.executeStep()).toContain(refusal);
		await editor.closeNode();
	});

	it('The Moving Portal takes a referral by fields or by JSON', async () => {
		const { addWorkflow } = stack.testbed;
		const chain = JSON.parse(
			readFileSync(join(__dirname, '../../workflows/uk-refer-a-buyer-for-a-survey.json'), 'utf8'),
		) as WorkflowFile;
		const workflow = await addWorkflow(chain);
		const editor = await stack.editor();
		await editor.openWorkflow(workflow.id);
		await editor.openNode('Refer the buyer');
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
			'Check Only',
			'Request Options',
		]);
		await editor.closeNode();
	});

	it('The Moving Portal asks for one of price and tier; in a node of version 1 for both', async () => {
		const parameters = { resource: 'referral', operation: 'create' };
		const refer = pack('movingPortal', 'Refer', 'movingPortalApi', parameters);
		const workflow = await stack.testbed.addWorkflow(
			chainOf('Price or tier', refer, { ...refer, name: 'Saved', typeVersion: 1 }),
		);
		const editor = await stack.editor();
		await editor.openWorkflow(workflow.id);
		const asked = async () =>
			(await editor.parameterLabels()).filter((label) => /^Property (Value|Age)|^Year Built/.test(label));
		const [price, tier] = ['Property Value or Purchase Price', 'Property Value Tier Code'];
		const [age, year] = ['Property Age Name or ID', 'Year Built'];
		const [value, old] = ['Property Value Given As', 'Property Age Given As'];
		await editor.openNode('Refer');
		expect(await asked()).toEqual([value, price, old, age]);
		await editor.choose('valueGivenAs', 'Value Tier');
		await editor.choose('ageGivenAs', 'Year Built');
		expect(await asked()).toEqual([value, tier, old, year]);
		await editor.closeNode();
		await editor.openNode('Saved');
		expect(await asked()).toEqual([price, tier, age, year]);
		await editor.closeNode();
	});

	it('The Moving Portal takes a row of a sheet by its headings, and shows each column where they are mapped', async () => {
		const { addWorkflow, simulator } = stack.testbed;
		simulator.control.reset({ seed: 1 });
		const sheet = itemsNode('Sheet', [{ row_number: 2, ...SHEET_ROW, Agent: 'Jo' }]);
		const refer = pack('movingPortal', 'Refer', 'movingPortalApi', {
			resource: 'referral',
			operation: 'create',
		});
		const workflow = await addWorkflow(chainOf('Columns', sheet, refer));
		const editor = await stack.editor();
		await editor.openWorkflow(workflow.id);
		await editor.openNode('Refer');
		await editor.choose('specify', 'Using Columns of a Sheet');
		await editor.page.getByTestId('resource-mapper-container').waitFor();
		expect(await editor.parameterLabels()).toEqual(
			expect.arrayContaining(['Specify Referral', 'Mapping Column Mode', 'If It Already Exists']),
		);
		expect(await editor.parameterLabels()).not.toContain('Customers');
		expect(await editor.executeStep()).toContain('1 item');
		await editor.outputWith('nothing of it is sent: “Agent”');
		expect(simulator.control.requests({ operationId: 'createReferral' })).toHaveLength(1);

		await editor.page.getByTestId('mapping-mode-select').locator('input').first().click();
		const modes = editor.page.locator('.el-select-dropdown__item:visible');
		await modes.filter({ hasText: 'Map Each Column Manually' }).first().click();
		await editor.page.getByTestId('mapping-fields-container').waitFor();
		const labels = await editor.parameterLabels();
		expect(labels).toEqual(
			expect.arrayContaining(['Customer First Name', 'Property Postcode', 'Total Fee Including VAT']),
		);
		expect(labels).not.toContain('Customer 2 First Name');
		await editor.closeNode();
	});

	it('a node shows what the node before it will return, before anything has run', async () => {
		const { addWorkflow, n8n, simulator } = stack.testbed;
		// n8n 2.41 does not check which package a node belongs to (load-nodes-and-credentials.js, resolveSchema).
		const served = previews().map(async ({ route }) => {
			const answer = await fetch(`${n8n.url}${route}`);
			return { route, preview: answer.ok ? ((await answer.json()) as unknown) : answer.status };
		});
		expect(served).not.toEqual([]);
		expect(await Promise.all(served)).toEqual(previews());
		simulator.control.clearJournal();
		const byId = { resource: 'application', applicationId: { __rl: true, mode: 'id', value: 'some-id' } };
		const workflow = await addWorkflow(
			chainOf(
				'Preview',
				pack('movem', 'Movem', 'movemApi', { ...byId, operation: 'get' }),
				pack('movem', 'Change', 'movemApi', { ...byId, operation: 'update' }),
			),
		);
		const editor = await stack.editor();
		await editor.openWorkflow(workflow.id);
		await editor.openNode('Change');
		const input = editor.page.getByTestId('ndv-input-panel');
		await input.getByTestId('schema-preview-warning').waitFor();
		const fields = await input.getByTestId('run-data-schema-node-name').allInnerTexts();
		expect(fields.map((name) => name.trim()).sort()).toEqual([
			'created_at',
			'email',
			'expired_at',
			'id',
			'link',
			'name',
			'property',
			'reference_id',
			'stage',
			'status',
		]);
		expect(simulator.control.requests()).toEqual([]);
		await editor.closeNode();
	});

	onlyFrom('2.41', 'the documents show the newest n8n', () => {
		it('each node and credential has a picture, cropped to what it shows', async () => {
			const folder = await temporaryFolder('moving-partners-pictures-');
			try {
				const files = await takePictures(stack.testbed, await stack.editor(), folder.path);
				expect(files.map((file) => basename(file, '.png')).sort()).toEqual(
					readdirSync(join(__dirname, '../../docs/images'))
						.map((file) => basename(file, '.png'))
						.filter((name) => !['chain', 'jobs'].includes(name) && !name.startsWith('simulator'))
						.sort(),
				);
				for (const file of files) expect(statSync(file).size).toBeLessThan(150_000);
			} finally {
				await folder.dispose();
			}
		}, 300_000);
	});

	it('asks nothing of the internet', async () => {
		expect((await stack.editor()).outside).toEqual([]);
	});
});
