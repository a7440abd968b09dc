import type { INodeProperties, NodeParameterValue } from 'n8n-workflow';

import { trimmed } from '../guards';

/** Collects problems and secrets while the fields of one item are read. */
export interface ValidationContext {
	/** IANA name of the workflow's time zone, for dates entered without one. */
	readonly timeZone: string;
	/** Reports an invalid value. @param label the field's label on the screen @param problem "must be …" */
	addIssue(label: string, problem: string): void;
	/** Registers a value that is redacted in every message from now on. */
	secret(value: string): void;
	/** The input item as a row of a sheet; absent where there is no item. */
	readonly row?: Row;
}

/** An input item as a row of a sheet. */
export interface Row {
	readonly cells: Readonly<Record<string, unknown>>;
	/** From now on problems are told of the columns. @param labels what to call a field, by its label in the panel */
	nameColumns(labels: ReadonlyMap<string, string>): void;
	/** Tells the user of headings that nothing is sent of. */
	leaveOut(headings: readonly string[]): void;
}

/** The position of a value in the node's panel, in the labels of the screen: `Customers 2 → Email`. */
export class FieldPath {
	constructor(
		readonly validation: ValidationContext,
		readonly label = '',
	) {}

	/** The path of a field inside this one. */
	inside(label: string): FieldPath {
		return new FieldPath(this.validation, this.label === '' ? label : `${this.label} → ${label}`);
	}

	/** The path of the n-th entry of a list, counted from 1. */
	nth(n: number): FieldPath {
		return new FieldPath(this.validation, `${this.label} ${n}`);
	}

	/** Reports that the value at this path is invalid. @param problem the end of a sentence, "must be …" */
	addIssue(problem: string): void {
		this.validation.addIssue(this.label, problem);
	}
}

/** For each sibling field the values at which a field is shown: `{ timeRange: ['lastHours'] }`. */
export type ShownFor = Record<string, readonly NodeParameterValue[]>;

/**
 * One field of an operation: `property` describes it to n8n, and `read` turns its raw value into a valid one.
 *
 * `read` never throws. It reports problems to the path and returns whatever it has; an operation does not run for an
 * item with a reported problem.
 */
export interface Field<Value> {
	readonly property: Omit<INodeProperties, 'name'>;
	readonly shownFor?: ShownFor;
	/** True where no AI model may fill it in (see `binding`). */
	readonly binding?: boolean;
	/** The fields that it consists of. */
	readonly inner?: Fields;
	/** True where it yields the values of other fields, by their names, and none of its own (see `mapper`). */
	readonly standsForOthers?: boolean;
	/** Whether, as it was entered, its values are those of the input item. */
	takesItem?(raw: unknown): boolean;
	/** What is different about `property` where the node is a tool. */
	readonly inTool?: Partial<INodeProperties>;
	read(raw: unknown, path: FieldPath): Value;
}

/** Fields by parameter name, in the order of the panel. */
export type Fields = Record<string, Field<unknown>>;

/** The values that an operation receives for its fields. */
export type Values<F extends Fields> = { [K in keyof F]: F[K] extends Field<infer V> ? V : never };

/** The texts that every kind of field shows in the panel. */
export interface FieldDisplay {
	displayName: string;
	description?: string;
	hint?: string;
	placeholder?: string;
}

/** Those texts as members of an n8n property. Absent ones are left out. */
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

/** The value type of a field: a required field yields a value, any other may yield undefined. */
export type Filled<Options, Value> = Options extends { required: true } ? Value : Value | undefined;

/** Whether nothing was entered. n8n then passes `undefined`, `null` or an empty text. */
export function isBlank(raw: unknown): raw is undefined | null | '' {
	return raw === undefined || raw === null || (typeof raw === 'string' && trimmed(raw) === '');
}

/**
 * Shows a field only at certain values of its siblings. A hidden field is not read and yields undefined. Applied twice
 * to a field, both conditions have to hold.
 */
export function shownFor<Value>(values: ShownFor, field: Field<Value>): Field<Value | undefined> {
	// The outer condition first: at the first one that is an expression n8n shows the field and asks no further.
	return { ...field, shownFor: { ...values, ...field.shownFor } };
}

/**
 * Shows fields only while their sibling `specify` is `fields`. Their types stay, because otherwise the field that is shown
 * instead yields them (`standsForOthers`), or the operation does without.
 */
export function shownInPanel<F extends Fields>(fields: F): F {
	return Object.fromEntries(
		Object.entries(fields).map(([name, field]) => [name, shownFor({ specify: ['fields'] }, field)]),
	) as F;
}

/**
 * Reads all fields that are shown and reports every invalid value.
 *
 * @param raw the raw value of a parameter, by its name
 * @param path where the fields stand; problems are reported there
 * @returns the values by name; hidden fields are absent
 */
export function readFields<F extends Fields>(
	fields: F,
	raw: (name: string) => unknown,
	path: FieldPath,
): Partial<Values<F>> {
	const values: Record<string, unknown> = {};
	for (const [name, field] of Object.entries(fields)) {
		const isShown = Object.entries(field.shownFor ?? {}).every(([sibling, allowed]) =>
			allowed.includes(values[sibling] as NodeParameterValue),
		);
		if (!isShown) continue;
		const value = field.read(raw(name), path.inside(field.property.displayName));
		if (field.standsForOthers) Object.assign(values, value);
		else values[name] = value;
	}
	return values as Partial<Values<F>>;
}

/**
 * Fields as n8n's property descriptions. A binding switch takes no expression in a tool, because n8n offers wherever an
 * expression can stand that the model fills it in.
 *
 * @param show where all of them are shown, e.g. for one operation
 */
export function toNodeProperties(fields: Fields, show: ShownFor = {}): INodeProperties[] {
	return Object.entries(fields).flatMap(([name, { property, shownFor: own, binding, inTool: ofTool }]) => {
		const { displayName, ...rest } = property;
		const described = (more: object, shown: ShownFor, hide?: ShownFor) => {
			const all = { ...show, ...own, ...shown };
			const displayOptions = { ...(Object.keys(all).length > 0 && { show: all }), ...(hide && { hide }) };
			return {
				displayName,
				name,
				...rest,
				...more,
				...(Object.keys(displayOptions).length > 0 && { displayOptions }),
			} as INodeProperties;
		};
		const differs =
			ofTool ?? (binding && property.type === 'boolean' ? { noDataExpression: true } : undefined);
		if (!differs) return [described({}, {})];
		const inTool = { '@tool': [true] };
		return [described({}, {}, inTool), described(differs, inTool)];
	});
}
