import { displayOf, type Field, type FieldDisplay } from './field';
import { id, text, type Rule } from './text';
import { isRecord } from '../guards';

interface LocatorOptions extends FieldDisplay {
	/** Name of the node's list search method that fills "From List". */
	searchMethod: string;
	/** A rule for the ID. Without one it has to fit into a URL path (see `id`). */
	rule?: Rule;
	/** Adds the mode "By URL". The first group of `pattern` is the ID. */
	url?: { pattern: string; placeholder: string };
}

/** n8n's resource locator: the user picks from a list, or enters an ID or a URL. Yields the ID. */
export function locator({ placeholder, searchMethod, rule, url, ...display }: LocatorOptions): Field<string> {
	const { displayName } = display;
	const idField = rule ? text({ displayName, required: true, rule }) : id({ displayName, required: true });
	const urlPattern = url && new RegExp(url.pattern);
	return {
		property: {
			...displayOf({ ...display, required: true }),
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
		read(raw, path) {
			const value = isRecord(raw) ? raw.value : raw;
			// A URL is accepted in every mode, because people paste what they have.
			const idInUrl = urlPattern && typeof value === 'string' ? urlPattern.exec(value)?.[1] : undefined;
			return idField.read(idInUrl ?? value, path);
		},
	};
}
