import type { Field, Fields } from './field';

/** Marks a field that pays, or declares something in somebody's name: no AI model may fill it in. */
export function binding<Value>(field: Field<Value>): Field<Value> {
	return { ...field, binding: true };
}

/**
 * What lets a model fill in a value: n8n's `$fromAI`, in any case. In a tool also anything else but a node that is named,
 * because `$json` and `$input` have the model's own words there (n8n-core, requests-response).
 */
const BY_MODEL = { node: /\$fromai/i, tool: /\$(?!(vars|env)\b)[a-z_]/i };

/**
 * The labels of the binding fields that a model could fill in.
 *
 * @param entered what was entered for the fields, by name: expressions, not their values
 * @param kind whether the node is used as a tool
 */
export function filledByModel(
	fields: Fields,
	entered: Readonly<Record<string, unknown>>,
	kind: keyof typeof BY_MODEL,
): string[] {
	const byModel = (raw: unknown): boolean =>
		typeof raw === 'string'
			? raw.startsWith('=') && BY_MODEL[kind].test(raw)
			: Object.values(raw ?? {}).some(byModel);
	const labelsIn = (
		{ property, binding: isBinding, inner = {}, takesItem }: Field<unknown>,
		raw: unknown,
	): string[] => {
		const { displayName } = property;
		if (isBinding) return byModel(raw) ? [displayName] : [];
		// A tool's item is what the model wrote.
		if (kind === 'tool' && raw !== undefined && takesItem?.(raw) && hasBinding(inner)) return [displayName];
		return labelsInside(inner, raw).map((label) => [displayName, label].filter(Boolean).join(' → '));
	};
	/** An expression for the whole fills in whatever is in it. Members that are no fields are n8n's wrappers of values. */
	const labelsInside = (inner: Fields, raw: unknown): string[] => {
		if (typeof raw === 'string') return hasBinding(inner) && byModel(raw) ? [''] : [];
		const labels = Object.entries(raw ?? {}).flatMap(([name, value]) =>
			inner[name] ? labelsIn(inner[name], value) : labelsInside(inner, value),
		);
		return [...new Set(labels)];
	};
	return Object.entries(fields).flatMap(([name, field]) => labelsIn(field, entered[name]));
}

/** Whether one of the fields is binding, or has one that is. */
function hasBinding(fields: Fields): boolean {
	return Object.values(fields).some((field) => field.binding || (field.inner && hasBinding(field.inner)));
}
