import type { INodePropertyOptions } from 'n8n-workflow';

import { displayOf, isBlank, type Field, type FieldDisplay } from './field';

interface Option<V extends string> extends INodePropertyOptions {
	value: V;
}

/** On or off. The texts that expressions yield ("true", "false") count as such. */
export function flag(options: FieldDisplay & { default?: boolean }): Field<boolean> {
	const fallback = options.default ?? false;
	return {
		property: {
			...displayOf(options),
			type: 'boolean',
			default: fallback,
		},
		read(raw, fieldPath) {
			if (isBlank(raw)) return fallback;
			if (raw === true || raw === 'true') return true;
			if (raw === false || raw === 'false') return false;
			fieldPath.addIssue('must be true or false');
			return fallback;
		},
	};
}

/** One of a closed set. */
export function choice<const V extends string>(
	options: FieldDisplay & {
		options: ReadonlyArray<Option<V>>;
		default: NoInfer<V>;
		noDataExpression?: boolean;
	},
): Field<V> {
	const { noDataExpression, options: set } = options;
	return {
		property: {
			...displayOf(options),
			type: 'options',
			...(noDataExpression && { noDataExpression }),
			options: [...set],
			default: options.default,
		},
		read(raw, fieldPath) {
			if (isBlank(raw)) return options.default;
			const found = set.find(({ value }) => value === raw);
			if (!found) fieldPath.addIssue(`must be one of ${set.map(({ value }) => value).join(', ')}`);
			return found?.value ?? options.default;
		},
	};
}

/** Any number of a set; the set is open, because partners add to theirs. */
export function choices(
	options: FieldDisplay & { options: INodePropertyOptions[]; default?: string[] },
): Field<string[]> {
	return {
		property: {
			...displayOf(options),
			type: 'multiOptions',
			options: options.options,
			default: options.default ?? [],
		},
		read(raw, fieldPath) {
			if (isBlank(raw)) return [];
			const list = Array.isArray(raw) ? raw : [raw];
			if (list.every((value): value is string => typeof value === 'string')) return list;
			fieldPath.addIssue('must be a list of texts');
			return [];
		},
	};
}
