import { displayOf, type Field, type FieldDisplay } from './field';
import { id, text, type Rule } from './text';
import { isRecord } from '../guards';

interface LocatorOptions extends FieldDisplay {
	/** Name of the node's list search method that fills "From List". */
	searchMethod: string;
	/** What the ID has to look like, where it is not a piece of a path. */
	rule?: Rule;
	/** Finds the ID in a pasted address; its first group. Adds "By URL". */
	url?: { pattern: string; placeholder: string };
}

/** Picks one thing of the partner's: from a list, by its ID, or by its address (n8n's resource locator). Yields the ID. */
export function locator({ placeholder, searchMethod, rule, url, ...looks }: LocatorOptions): Field<string> {
	const { displayName } = looks;
	const inner = rule ? text({ displayName, required: true, rule }) : id({ displayName, required: true });
	const inUrl = url && new RegExp(url.pattern);
	return {
		property: {
			...displayOf({ ...looks, required: true }),
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			modes: [
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					typeOptions: { searchListMethod: searchMethod, searchable: true },
				},
				{ displayName: 'By ID', name: 'id', type: 'string', ...(placeholder && { placeholder }) },
				...(url
					? [
							{
								displayName: 'By URL',
								name: 'url',
								type: 'string' as const,
								placeholder: url.placeholder,
								extractValue: { type: 'regex' as const, regex: url.pattern },
							},
						]
					: []),
			],
		},
		read(raw, fieldPath) {
			const value = isRecord(raw) ? raw.value : raw;
			// An address is also taken where an ID is asked for: people paste what they have.
			const found = inUrl && typeof value === 'string' ? inUrl.exec(value)?.[1] : undefined;
			return inner.read(found ?? value, fieldPath);
		},
	};
}
