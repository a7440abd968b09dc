import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { Editor } from './editor';
import type { JsonObject, WorkflowNode } from './n8nTypes';
import type { Testbed } from './testbed';
import { readWorkflows } from './workflowFiles';

/** A node's panel as the documents show it. */
interface PanelPicture {
	/** The node's type name without the package, which is also the name of its file. */
	type: string;
	label: string;
	credential: string;
	parameters: JsonObject;
}

/** One for each node and each trigger of the pack, with made-up values in the operation that its users begin with. */
export const PANELS: PanelPicture[] = [
	{
		type: 'movem',
		label: 'Movem',
		credential: 'movemApi',
		parameters: {
			resource: 'application',
			operation: 'create',
			name: 'Ada Quill',
			email: 'ada.quill@example.test',
			property: 'Flat 3, 9 Larch Row',
		},
	},
	{ type: 'movemTrigger', label: 'Movem Trigger', credential: 'movemApi', parameters: {} },
	{
		type: 'movingPortal',
		label: 'The Moving Portal',
		credential: 'movingPortalApi',
		parameters: { resource: 'referral', operation: 'create' },
	},
	{
		type: 'movingPortalTrigger',
		label: 'The Moving Portal Trigger',
		credential: 'movingPortalApi',
		parameters: {},
	},
	{
		type: 'mymove',
		label: 'MYMOVE',
		credential: 'mymoveApi',
		parameters: { resource: 'lead', operation: 'getAll' },
	},
	{ type: 'mymoveTrigger', label: 'MYMOVE Trigger', credential: 'mymoveApi', parameters: {} },
	{
		type: 'smartMove',
		label: 'RentPrep SmartMove',
		credential: 'smartMoveApi',
		parameters: { resource: 'application', operation: 'createNative', customerReference: 'cust-42' },
	},
	{
		type: 'smartMoveTrigger',
		label: 'RentPrep SmartMove Trigger',
		credential: 'smartMoveApi',
		parameters: {},
	},
	{
		type: 'sprove',
		label: 'sprove',
		credential: 'sproveApi',
		parameters: {
			resource: 'property',
			operation: 'create',
			name: 'Loft 7',
			address: 'Strandgaten 1, 5013 Bergen',
			rent: 14500,
		},
	},
	{ type: 'sproveTrigger', label: 'sprove Trigger', credential: 'sproveApi', parameters: {} },
];

/**
 * Takes a picture of every node's panel and of every credential's dialog, cropped to what it shows.
 *
 * @param folder where the files `<type>.png` are written
 * @returns the files, in the order of `PANELS`, then the credentials
 */
export async function takePictures(testbed: Testbed, editor: Editor, folder: string): Promise<string[]> {
	await mkdir(folder, { recursive: true });
	const before = editor.page.viewportSize();
	// Tall enough for the longest panel, so that nothing has to be scrolled.
	await editor.page.setViewportSize({ width: 1280, height: 2600 });
	const files: string[] = [];
	for (const { type, label, credential, parameters } of PANELS) {
		const node: WorkflowNode = {
			id: type,
			name: label,
			type: `n8n-nodes-moving-partners.${type}`,
			typeVersion: 1,
			position: [0, 0],
			parameters,
			credentials: { [credential]: { name: label } },
		};
		const workflow = { name: label, nodes: [node], connections: {}, settings: { executionOrder: 'v1' } };
		const { id } = await testbed.addWorkflow(workflow);
		await editor.openWorkflow(id);
		await editor.openNode(label);
		const file = join(folder, `${type}.png`);
		await editor.pictureOfPanel(file);
		files.push(file);
		await editor.closeNode();
	}
	for (const [type, { id }] of testbed.credentials) {
		// That of the mail server is n8n's own.
		if (type === 'smtp') continue;
		const file = join(folder, `${type}.png`);
		await editor.pictureOfCredential(id, file);
		files.push(file);
	}
	if (before) await editor.page.setViewportSize(before);
	return files;
}

/**
 * Takes a picture of every example's canvas as it is imported, cropped to its nodes and notes.
 *
 * @param folder where the files `<example>.png` are written
 */
export async function takeCanvases(testbed: Testbed, editor: Editor, folder: string): Promise<void> {
	await mkdir(folder, { recursive: true });
	const before = editor.page.viewportSize();
	await editor.page.setViewportSize({ width: 1600, height: 900 });
	for (const [name, workflow] of await readWorkflows()) {
		const { id } = await testbed.addWorkflow(workflow);
		await editor.openWorkflow(id);
		await editor.pictureOfCanvas(join(folder, `${name}.png`));
	}
	if (before) await editor.page.setViewportSize(before);
}
