import type { INodeProperties } from 'n8n-workflow';

import { toNodeProperties } from '../../shared/fields';
import { toPlainText } from '../../shared/errors';
import { panelFields } from './panel';

/** The labels that lead to each field of the panel, by its keys in the payload, in lower case: `customers.lastname`. */
function* labelsByKey(
	properties: INodeProperties[],
	keys: string[] = [],
	labels: string[] = [],
): Generator<[string, string[]]> {
	for (const { name, displayName, type, options = [] } of properties) {
		// A collection is ours alone: The Moving Portal has its fields beside the others.
		const ownKeys = type === 'collection' ? keys : [...keys, name.toLowerCase()];
		const ownLabels = [...labels, displayName];
		if (type !== 'collection') yield [ownKeys.join('.'), ownLabels];
		const inner = options.flatMap((option) =>
			'values' in option ? option.values : 'type' in option ? [option] : [],
		);
		yield* labelsByKey(inner, ownKeys, ownLabels);
	}
}

const LABELS = new Map(labelsByKey(toNodeProperties(panelFields)));

/** The objects of the payload whose members the panel shows one level higher. */
const WITHOUT_LABEL = /^(\$|cases|address)$/;

/** Whether a key in an error names a field, and not the whole body as `$` and an empty one do. */
export const isField = (key: string): boolean => !/^\s*\$?\s*$/.test(key);

/**
 * The label of a field by the key with which The Moving Portal names it in an error: `Customers[0].EmailAddress` is
 * `Customers 1 → Email`. Case does not matter (contract §8 no. 5). A key that no field has is returned as it came, and
 * the key of the whole body, `$` or an empty one, as an empty text.
 */
export function labelOf(key: string): string {
	if (!isField(key)) return '';
	const parts = key.split('.').map((part) => /^(\$|\w+)(?:\[(\d+)\])?$/.exec(part.trim()));
	const named = parts.filter((part) => !WITHOUT_LABEL.test((part?.[1] ?? '').toLowerCase()));
	const labels = LABELS.get(named.map((part) => part?.[1]?.toLowerCase()).join('.'));
	if (!labels) return toPlainText(key);
	// Only the first level has a list: the customers.
	const index = named[0]?.[2];
	return labels
		.map((label, level) => (level === 0 && index !== undefined ? `${label} ${Number(index) + 1}` : label))
		.join(' → ');
}
