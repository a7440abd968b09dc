import type { IExecuteFunctions, INode } from 'n8n-workflow';

import { isTool } from './tool';

/** Reads a parameter of one item, by its name. @throws what n8n throws for an expression that fails */
export type ReadParameter = (name: string) => unknown;

/**
 * An expression that does nothing but name a value of an item, as the editor writes it when a value is dragged into a
 * field: `={{ $json.name }}`, `={{ $('Leads').item.json['last name'] }}`. Its first group is the name. Text around the
 * braces makes it another kind of expression.
 */
const NAMED_VALUE =
	/^=\{\{\s*(\$(?:json|\((?:'[^'"\\{}\n]+'|"[^'"\\{}\n]+")\)\.item\.json)(?:\.[A-Za-z_]\w*|\[(?:'[^'\\{}\n]+'|"[^"\\{}\n]+"|\d+)\])+)\s*\}\}$/;

/**
 * Makes a reader of the node's parameters, which has n8n evaluate as little as it can. n8n 2 takes about half a
 * millisecond for each evaluation, which is more than all the rest of an item's reading (bench/RESULTS.md).
 *
 * A parameter without an expression is the same for all items: it is read once, and each item gets a copy. Expressions
 * that only name a value are evaluated together. All others n8n evaluates one by one; so it does for an item where
 * those together fail, or yield anything but plain values: then message, place and value are n8n's own.
 *
 * @param names the parameters that will be read
 * @returns for the index of an item what reads its parameters
 */
export function parameterReader(
	n8n: IExecuteFunctions,
	{ parameters }: INode,
	names: readonly string[],
): (index: number) => ReadParameter {
	const readByN8n = (name: string, index: number) => n8n.getNodeParameter(name, index, null) as unknown;
	// In a tool an expression is the model's, and there are few items.
	if (isTool(n8n)) return (index) => (name) => readByN8n(name, index);

	const expressions = new Map(names.map((name) => [name, expressionsIn(parameters[name])]));
	const evaluate = jointEvaluation(
		n8n,
		names.filter((name) => !isMapping(parameters[name])).map((name) => expressions.get(name) ?? []),
	);
	const constants = new Map<string, unknown>();
	return (index) => {
		let values: ReadonlyMap<string, unknown> | undefined;
		return (name) => {
			const own = expressions.get(name);
			if (own?.length === 0) {
				if (!constants.has(name)) constants.set(name, readByN8n(name, index));
				return copyWith(constants.get(name));
			}
			if (isMapping(parameters[name])) return readByN8n(name, index);
			values ??= evaluate(index);
			return own?.every((expression) => values?.has(expression))
				? copyWith(parameters[name], values)
				: readByN8n(name, index);
		};
	};
}

/** Whether it is the mapping of a sheet's columns: n8n changes its values to the types of the columns. */
function isMapping(entered: unknown): boolean {
	return typeof entered === 'object' && entered !== null && 'mappingMode' in entered;
}

/** All expressions in what was entered for a parameter, at any depth. */
function expressionsIn(entered: unknown): string[] {
	if (typeof entered === 'string') return entered.startsWith('=') ? [entered] : [];
	return typeof entered === 'object' && entered !== null ? Object.values(entered).flatMap(expressionsIn) : [];
}

/**
 * Prepares the evaluation of all expressions together that only name a value, in parameters that have no other.
 *
 * @param expressions those of each parameter
 * @returns for the index of an item the values by expression; none where an evaluation of each by itself is needed
 */
function jointEvaluation(n8n: IExecuteFunctions, expressions: string[][]) {
	const joint = expressions.filter((own) => own.every((expression) => NAMED_VALUE.test(expression))).flat();
	const all = [...new Set(joint)];
	const text = `{{ [${all.map((expression) => NAMED_VALUE.exec(expression)?.[1]).join(', ')}] }}`;
	return (index: number): ReadonlyMap<string, unknown> => {
		if (all.length < 2) return new Map();
		try {
			const values: unknown = n8n.evaluateExpression(text, index);
			if (Array.isArray(values) && values.length === all.length && values.every(isPlain))
				return new Map(all.map((expression, position) => [expression, values[position] as unknown]));
		} catch {
			// Which of them fails, and in which field, n8n says when they are read one by one.
		}
		return new Map();
	};
}

/** Whether n8n yields a value as it is; a date or a function it changes or refuses. */
function isPlain(value: unknown): boolean {
	return value === null || ['string', 'number', 'boolean', 'undefined'].includes(typeof value);
}

/** A copy of a value in which expressions are replaced by their values: what one item changes no other may see. */
function copyWith(value: unknown, values?: ReadonlyMap<string, unknown>): unknown {
	if (Array.isArray(value)) return value.map((entry) => copyWith(entry, values));
	if (typeof value === 'object' && value !== null)
		return Object.fromEntries(
			Object.entries(value).map(([name, member]) => [name, copyWith(member, values)]),
		);
	return typeof value === 'string' && values?.has(value) ? values.get(value) : value;
}
