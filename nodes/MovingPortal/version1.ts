import type { Fields } from '../shared/fields';
import type { Resource, Resources } from '../shared/operation';
import { propertyFields } from './referral/fields';
import { choices } from './referral/property';
import { resources } from './resources';

const without = <T>(members: Record<string, T>, names: object): Record<string, T> =>
	Object.fromEntries(Object.entries(members).filter(([name]) => !(name in names)));

/** The fields of an operation without the choices of version 2, and with all that these choose from. */
function fieldsOfVersion1(fields: Fields): Fields {
	const sideBySide: Fields = propertyFields;
	return Object.fromEntries(
		Object.entries(without(fields, choices)).map(([name, field]) => {
			const { shownFor } = field;
			return [name, { ...(sideBySide[name] ?? field), shownFor: shownFor && without(shownFor, choices) }];
		}),
	);
}

function resourceOfVersion1({ operations, ...resource }: Resource): Resource {
	const earlier = Object.entries(operations).map(([value, operation]) => [
		value,
		{ ...operation, fields: fieldsOfVersion1(operation.fields) },
	]);
	return { ...resource, operations: Object.fromEntries(earlier) };
}

/** What version 1 of the node can do: the same, with price and tier side by side, as well as age and year of building. */
export const resourcesOfVersion1: Resources = {
	...resources,
	quote: resourceOfVersion1(resources.quote!),
	referral: resourceOfVersion1(resources.referral!),
};
