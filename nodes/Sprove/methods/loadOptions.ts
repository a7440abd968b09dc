import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { searchProperties } from './listSearch';

/** Fills the dropdown of the trigger's properties. */
export async function getProperties(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const { results } = await searchProperties.call(this);
	return results.map(({ name, value }) => ({ name, value }));
}
