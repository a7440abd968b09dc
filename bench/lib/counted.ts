import type { IDataObject, INodeParameters, INodeType } from 'n8n-workflow';

import { credentialFor, partners } from '../../test/support/pack';
import { runNode } from '../../test/support/runWorkflow';
import { loadClass } from './inProcess';
import type { Context } from './types';

/** sprove's Property: Get, by the item's ID. */
export const OURS_PROPERTY = {
	resource: 'property',
	operation: 'get',
	propertyId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
};

interface Counted {
	url: string;
	parameters: INodeParameters;
	items: IDataObject[];
	/** A token stored by an earlier run. */
	token?: string;
}

/**
 * Runs sprove's node at the simulator; returns the number of output items, and the token that is stored afterwards.
 */
export async function runCounted(
	context: Context,
	{ url, parameters, items, token = '' }: Counted,
): Promise<{ items: number; token: string }> {
	const { credential, type } = partners.sprove;
	const { output, error, storedCredentials } = await runNode({
		node: await loadClass<INodeType>(context, 'nodes/Sprove/Sprove.node'),
		nodeTypeName: 'n8n-nodes-moving-partners.sprove',
		parameters,
		items,
		credentials: { [credential]: credentialFor('sprove', url, { token }) },
		credentialTypes: [type()],
	});
	if (error) throw new Error(`${error.message}\n${error.description ?? ''}`);
	return { items: output.length, token: String(storedCredentials[credential]?.token ?? '') };
}
