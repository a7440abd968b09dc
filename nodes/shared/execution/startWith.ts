import type { IDataObject } from 'n8n-workflow';

/** The same members, with those that a person looks for first. A key that is not there is passed over. */
export function startWith(keys: readonly string[], json: IDataObject): IDataObject {
	const found = keys.filter((key) => key in json).map((key) => [key, json[key]] as const);
	return { ...Object.fromEntries(found), ...json };
}
