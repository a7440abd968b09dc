import { FieldPath, type Field } from '../../../nodes/shared/fields';

/** The result of reading a value through a field. */
export interface Read<T> {
	value: T;
	/** A sentence of label and problem for each broken rule. */
	broken: string[];
	secrets: string[];
}

/** Reads a raw value through a field, as the engine does for one item. */
export function read<T>(field: Field<T>, raw: unknown, timeZone = 'UTC'): Read<T> {
	const broken: string[] = [];
	const secrets: string[] = [];
	const path = new FieldPath({
		timeZone,
		addIssue: (label, problem) => broken.push(`${label} ${problem}`),
		secret: (value) => secrets.push(value),
	});
	return { value: field.read(raw, path.inside(field.property.displayName)), broken, secrets };
}
