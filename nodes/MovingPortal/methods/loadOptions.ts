import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { createContextWithoutItem } from '../../shared/execution';
import { isRecord } from '../../shared/guards';
import type { OperationContext } from '../../shared/operation';
import { movingPortal } from '../api';
import { readDataSet } from '../dataSet/read';

/** How long a list is kept: as long as somebody edits a workflow. The Moving Portal asks to refresh it about daily. */
const KEEP_FOR = 10 * 60_000;

/** The most lists that are kept. */
const MAX_KEPT = 50;

const kept = new Map<string, { until: number; options: Promise<INodePropertyOptions[]> }>();

/** Means that a code is not known; always valid (contract §8 no. 8). */
const UNKNOWN = { name: 'Unknown', value: 'UNKNOWN' };

/** Statuses by which The Moving Portal says that this user has no such data set. */
const NO_ACCESS = [403, 404];

/** The text of the first member whose name ends so. The names are not documented (contract §3.2). */
function textIn(entry: unknown, ending: RegExp): string | undefined {
	if (typeof entry === 'string') return entry.trim() || undefined;
	if (!isRecord(entry)) return undefined;
	const [, value] = Object.entries(entry).find(([name]) => ending.test(name)) ?? [];
	return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** An entry of a data set as an option; undefined for an entry without a code. */
function toOption(entry: unknown): INodePropertyOptions | undefined {
	const value = textIn(entry, /code$/i);
	return value === undefined ? undefined : { name: textIn(entry, /(description|name)$/i) ?? value, value };
}

async function loadOptions(setCode: string, context: OperationContext): Promise<INodePropertyOptions[]> {
	const { entries, status } = await readDataSet(setCode, context, NO_ACCESS);
	const withReason = (reason: string) => [
		{ ...UNKNOWN, description: `${reason} Enter a code as an expression.` },
	];
	if (!entries) {
		return withReason(`The Moving Portal gives your firm no access to the list ${setCode} (HTTP ${status}).`);
	}
	const options = entries.map(toOption).filter((option) => option !== undefined);
	if (options.length === 0) return withReason(`The list ${setCode} has no entry with a code.`);
	return options.some(({ value }) => value === UNKNOWN.value) ? options : [UNKNOWN, ...options];
}

/** The options of a data set, from what is kept for this user, else from The Moving Portal. */
async function optionsOf(n8n: ILoadOptionsFunctions, setCode: string): Promise<INodePropertyOptions[]> {
	const context = await createContextWithoutItem(n8n, movingPortal);
	const user = ['environment', 'baseUrl', 'username', 'userCode', 'actingEmail'].map((name) =>
		context.credentialSetting(name),
	);
	const key = JSON.stringify([...user, setCode]);
	const known = kept.get(key);
	if (known && known.until > Date.now()) return await known.options;
	const options = loadOptions(setCode, context);
	kept.delete(key);
	kept.set(key, { until: Date.now() + KEEP_FOR, options });
	const [oldest] = kept.keys();
	if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
	options.catch(() => kept.delete(key));
	return await options;
}

/** Fills the field for the type of a property. */
export async function getPropertyTypes(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await optionsOf(this, 'DEFAULT-PROPERTYTYPES');
}

/** Fills the field for the age of a property. */
export async function getPropertyAges(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await optionsOf(this, 'DEFAULT-PROPERTYAGES');
}
