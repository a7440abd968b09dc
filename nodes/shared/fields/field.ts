import type { INodeProperties, NodeParameterValue } from 'n8n-workflow';

/** What is learnt while fields are read. One for every item. */
export interface ValidationContext {
	/** IANA name of the workflow's time zone, for dates typed without one. */
	readonly timeZone: string;
	/** A rule is broken: the label the user reads on the screen, and what is wrong ("must be …"). */
	addIssue(label: string, problem: string): void;
	/** A value that may appear in no message. */
	secret(value: string): void;
}

/** Where a value stands in the node's panel, as the user reads it: `Customers 2 → Email`. */
export class FieldPath {
	constructor(
		readonly validation: ValidationContext,
		readonly label = '',
	) {}

	/** The place of a field inside this one. */
	inside(label: string): FieldPath {
		return new FieldPath(this.validation, this.label === '' ? label : `${this.label} → ${label}`);
	}

	/** The place of the n-th of several, counted from 1 as the panel shows them. */
	nth(n: number): FieldPath {
		return new FieldPath(this.validation, `${this.label} ${n}`);
	}

	/** Says what is wrong with the value here, as the end of a sentence: "must be …". */
	addIssue(problem: string): void {
		this.validation.addIssue(this.label, problem);
	}
}

/** Values of sibling fields for which a field is shown: `{ timeRange: ['lastHours'] }`. */
export type ShownFor = Record<string, readonly NodeParameterValue[]>;

/**
 * One field of an operation: how n8n draws it, and how its raw value becomes one an operation can trust.
 *
 * `read` never throws. It reports what is wrong and returns whatever it has; the engine does not run
 * an operation while anything is reported.
 */
export interface Field<Value> {
	readonly property: Omit<INodeProperties, 'name'>;
	readonly shownFor?: ShownFor;
	read(raw: unknown, fieldPath: FieldPath): Value;
}

/** Fields by their parameter name, in the order of the panel. */
export type Fields = Record<string, Field<unknown>>;

/** What an operation receives for its fields. */
export type Values<F extends Fields> = { [K in keyof F]: F[K] extends Field<infer V> ? V : never };

/** What every kind of field says about itself. */
export interface FieldDisplay {
	displayName: string;
	description?: string;
	hint?: string;
	placeholder?: string;
}

/** What a field says about itself, as n8n wants it: nothing is said of what is not there. */
export function displayOf({
	displayName,
	description,
	hint,
	placeholder,
	required,
}: FieldDisplay & { required?: boolean }) {
	return {
		displayName,
		...(required && { required }),
		...(placeholder && { placeholder }),
		...(description && { description }),
		...(hint && { hint }),
	};
}

/** A field that must be filled yields a value; any other may yield `undefined`. */
export type Filled<Options, Value> = Options extends { required: true } ? Value : Value | undefined;

/** Nothing was entered: n8n leaves `undefined`, `null` or an empty text. */
export function isBlank(raw: unknown): raw is undefined | null | '' {
	return raw === undefined || raw === null || (typeof raw === 'string' && raw.trim() === '');
}

/**
 * Shows a field only beside certain values of its siblings; elsewhere it is not read at all. Said twice of the
 * same field, both have to hold.
 */
export function shownFor<Value>(values: ShownFor, field: Field<Value>): Field<Value | undefined> {
	return { ...field, shownFor: { ...field.shownFor, ...values } };
}

/** Reads every shown field and reports every broken rule. Siblings decide what is shown. */
export function readFields<F extends Fields>(
	fields: F,
	raw: (name: string) => unknown,
	fieldPath: FieldPath,
): Partial<Values<F>> {
	const values: Record<string, unknown> = {};
	for (const [name, field] of Object.entries(fields)) {
		const shown = Object.entries(field.shownFor ?? {}).every(([sibling, wanted]) =>
			wanted.includes(values[sibling] as NodeParameterValue),
		);
		if (shown) values[name] = field.read(raw(name), fieldPath.inside(field.property.displayName));
	}
	return values as Partial<Values<F>>;
}

/** Draws fields for n8n; `show` is where the whole group is shown (resource and operation). */
export function toNodeProperties(fields: Fields, show: ShownFor = {}): INodeProperties[] {
	return Object.entries(fields).map(([name, { property, shownFor: own }]) => {
		const all = { ...show, ...own } as Record<string, NodeParameterValue[]>;
		const options = Object.keys(all).length > 0 ? { displayOptions: { show: all } } : {};
		const { displayName, ...rest } = property;
		return { displayName, name, ...rest, ...options } as INodeProperties;
	});
}
