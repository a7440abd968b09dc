import type { IDataObject } from 'n8n-workflow';

/** The same members, with those that a person looks for first. A key that is not there is passed over. */
export function startWith(keys: readonly string[], json: IDataObject): IDataObject {
	const first: IDataObject = {};
	for (const key of keys) if (key in json) first[key] = json[key];
	return Object.assign(first, json);
}
