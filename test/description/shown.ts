import { NodeHelpers, type INode, type INodeParameters, type INodeProperties } from 'n8n-workflow';

import { nodes } from '../support/pack';

/** A node of the pack by its type name, as it stands on the canvas. */
function placed(type: string, parameters: INodeParameters) {
	const { description } = nodes[type]!();
	const { version } = description;
	const typeVersion = Array.isArray(version) ? Math.max(...version) : version;
	const node: INode = { id: '1', name: 'Node', type, typeVersion, position: [0, 0], parameters };
	const { properties } = description;
	const values = NodeHelpers.getNodeParameters(properties, parameters, true, false, node, description) ?? {};
	return { description, node, values };
}

/** The fields that n8n shows for the given values, in the order of the panel. */
export function shownFields(type: string, parameters: INodeParameters): INodeProperties[] {
	const { description, node, values } = placed(type, parameters);
	return description.properties.filter(
		(property) =>
			property.type !== 'hidden' && NodeHelpers.displayParameter(values, property, node, description),
	);
}

/** The labels of those fields. */
export const shownLabels = (type: string, parameters: INodeParameters) =>
	shownFields(type, parameters).map(({ displayName }) => displayName);

/** The labels that n8n offers inside a collection such as Request Options. */
export function offeredIn(type: string, name: string, parameters: INodeParameters): string[] {
	const { description, node, values } = placed(type, parameters);
	const collection = shownFields(type, parameters).find((property) => property.name === name)!;
	return (collection.options as INodeProperties[])
		.filter((option) => NodeHelpers.displayParameterPath(values, option, name, node, description))
		.map(({ displayName }) => displayName);
}
