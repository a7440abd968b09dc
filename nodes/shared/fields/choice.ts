import type { INodePropertyOptions } from 'n8n-workflow';

import { displayOf, isBlank, type Field, type FieldDisplay } from './field';

interface Option<V extends string> extends INodePropertyOptions {
	value: V;
}

/** A switch. The texts "true" and "false" are accepted, because expressions often yield them. */
export function flag(options: FieldDisplay & { default?: boolean }): Field<boolean> {
	const fallback = options.default ?? false;
	return {
		property: {
			...displayOf(options),
			type: 'boolean',
			default: fallback,
		},
		read(raw, path) {
			if (isBlank(raw)) return fallback;
			if (raw === true || raw === 'true') return true;
			if (raw === false || raw === 'false') return false;
			path.addIssue('must be true or false');
			return fallback;
		},
	};
}

/** A dropdown. Any value that is not among its options is reported. */
export function choice<const V extends string>(
	options: FieldDisplay & {
		options: ReadonlyArray<Option<V>>;
		default: NoInfer<V>;
		noDataExpression?: boolean;
	},
): Field<V> {
	const { noDataExpression, options: allowed } = options;
	return {
		property: {
			...displayOf(options),
			type: 'options',
			...(noDataExpression && { noDataExpression }),
			options: [...allowed],
			default: options.default,
		},
		read(raw, path) {
			if (isBlank(raw)) return options.default;
			const option = allowed.find(({ value }) => value === raw);
			if (!option) path.addIssue(`must be one of ${allowed.map(({ value }) => value).join(', ')}`);
			return option?.value ?? options.default;
		},
	};
}

/** Several values from a dropdown. Others are accepted from expressions, because partners add to their lists. */
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
		read(raw, path) {
			if (isBlank(raw)) return [];
			const list = Array.isArray(raw) ? raw : [raw];
			if (list.every((value): value is string => typeof value === 'string')) return list;
			path.addIssue('must be a list of texts');
			return [];
		},
	};
}
