import type { INodePropertyOptions } from 'n8n-workflow';

import { displayOf, isBlank, type Field, type FieldDisplay } from './field';
import { ids } from './text';

interface Option<V extends string> extends INodePropertyOptions {
	value: V;
}

/** An option of a dropdown, and whether a node that is a tool does not have it. */
interface ChoiceOption<V extends string> extends Option<V> {
	notInTool?: boolean;
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
		options: ReadonlyArray<ChoiceOption<V>>;
		default: NoInfer<V>;
		noDataExpression?: boolean;
	},
): Field<V> {
	const { noDataExpression } = options;
	const allowed = options.options.map((option): Option<V> => {
		const shown = { ...option };
		delete shown.notInTool;
		return shown;
	});
	const isForAll = options.options.every(({ notInTool }) => !notInTool);
	const inTool = { options: allowed.filter((_, i) => !options.options[i]?.notInTool) };
	return {
		property: {
			...displayOf(options),
			type: 'options',
			...(noDataExpression && { noDataExpression }),
			options: allowed,
			default: options.default,
		},
		...(!isForAll && { inTool }),
		read(raw, path) {
			if (isBlank(raw)) return options.default;
			const option = allowed.find(({ value }) => value === raw);
			if (!option) path.addIssue(`must be one of ${allowed.map(({ value }) => value).join(', ')}`);
			return option?.value ?? options.default;
		},
	};
}

/**
 * Several values from a dropdown. Others are accepted from expressions, because partners add to their lists. For the
 * choice of events see `closedChoices`.
 */
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

/**
 * Several values from a dropdown, and no others, for a trigger's choice of events: one that is misspelt would leave out
 * every event for good, without a word.
 *
 * @param spelling brings a value to the one spelling in which it is compared
 * @returns the values as they were entered; an empty list where one of them is reported
 */
export function closedChoices(
	options: Parameters<typeof choices>[0],
	spelling = (value: string) => value,
): Field<string[]> {
	const field = choices(options);
	const allowed = options.options.map(({ value }) => String(value));
	const known = new Set(allowed.map(spelling));
	return {
		...field,
		read(raw, path) {
			const list = field.read(raw, path);
			const unknown = list.filter((value) => !known.has(spelling(value)));
			if (unknown.length === 0) return list;
			path.addIssue(`must be one or more of ${allowed.join(', ')}, not ${unknown.join(', ')}`);
			return [];
		},
	};
}

/**
 * Shows a text field as a dropdown. A value that is no option is read, or refused, as the text field does: it comes from
 * an expression, or from a workflow that was saved when the field was a box.
 */
export function pickFrom<Value>(options: readonly INodePropertyOptions[], field: Field<Value>): Field<Value> {
	const blank = field.property.default === '' ? [{ name: 'Not Given', value: '' }] : [];
	const property: typeof field.property = {
		...field.property,
		type: 'options',
		options: [...blank, ...options],
	};
	delete property.placeholder;
	delete property.typeOptions;
	return { ...field, property };
}

/** Several values from a dropdown that the node fills. At least one has to be chosen. @param options.method in loadOptions */
export function loadedChoices(options: FieldDisplay & { method: string }): Field<string[]> {
	const idsField = ids({ displayName: options.displayName, required: true });
	return {
		property: {
			...displayOf({ description: FROM_LIST, ...options, required: true }),
			type: 'multiOptions',
			typeOptions: { loadOptionsMethod: options.method },
			default: [],
		},
		// n8n stores a list; an expression may yield a text.
		read: (raw, path) => idsField.read(Array.isArray(raw) ? raw.join(',') : raw, path),
	};
}

/** n8n's own sentence about dropdowns that a node fills, which its lint demands. */
const FROM_LIST =
	'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>';

/** The one value of a field. It is stored, and not shown, because there is nothing to choose. */
export function constant<const V extends string>(
	displayName: string,
	option: { name: string; value: V },
): Field<V> {
	const { value } = option;
	return {
		property: { displayName, type: 'hidden', options: [option], default: value },
		read: () => value,
	};
}
