import type { INodeProperties } from 'n8n-workflow';
import {
	toNodeProperties,
	displayOf,
	isBlank,
	readFields,
	type Field,
	type Fields,
	type FieldDisplay,
	type Values,
} from './field';
import { isRecord } from '../guards';

/**
 * Optional fields that the user adds one by one: Additional Fields, Filters, Options.
 * Only what was added is read; the rest stays `undefined`. They are offered by the alphabet, as n8n wants it.
 */
export function collection<F extends Fields>(
	options: FieldDisplay & { fields: F; atLeastOne?: boolean },
): Field<Partial<Values<F>>> {
	const { fields } = options;
	return {
		property: {
			...displayOf({ placeholder: 'Add Field', ...options }),
			type: 'collection',
			default: {},
			// Not by localeCompare: that makes every start of n8n load the rules of a language, for plain English names.
			options: toNodeProperties(fields).sort((a, b) =>
				a.displayName.toLowerCase() < b.displayName.toLowerCase() ? -1 : 1,
			),
		},
		read(raw, fieldPath) {
			const given = isRecord(raw) ? raw : {};
			if (!isBlank(raw) && !isRecord(raw)) fieldPath.addIssue('must be an object');
			const added = Object.fromEntries(Object.entries(fields).filter(([name]) => name in given)) as F;
			const values = readFields(added, (name) => given[name], fieldPath);
			if (options.atLeastOne && Object.values(values).every((value) => value === undefined)) {
				fieldPath.addIssue(
					`needs at least one of ${Object.values(fields)
						.map((f) => f.property.displayName)
						.join(', ')}`,
				);
			}
			return values;
		},
	};
}

/** n8n keeps the one group of a fixed collection under a name of our choosing; it is never shown. */
const GROUP = 'values';

function fixedCollection(
	options: FieldDisplay & { fields: Fields; required?: boolean },
	multiple: boolean,
): Omit<INodeProperties, 'name'> {
	const { displayName, fields } = options;
	return {
		...displayOf({ placeholder: `Add ${displayName}`, ...options }),
		type: 'fixedCollection',
		...(multiple && { typeOptions: { multipleValues: true } }),
		default: {},
		options: [{ displayName, name: GROUP, values: toNodeProperties(fields) }],
	};
}

/** Fields that belong together and are given together or not at all, e.g. an address. */
export function group<F extends Fields, const R extends boolean = false>(
	options: FieldDisplay & { fields: F; required?: R },
): Field<R extends true ? Values<F> : Values<F> | undefined> {
	return {
		property: fixedCollection(options, false),
		read(raw, fieldPath) {
			const given = isRecord(raw) ? raw[GROUP] : undefined;
			if (!isRecord(given)) {
				if (options.required) fieldPath.addIssue('must be added');
				return undefined as R extends true ? Values<F> : undefined;
			}
			return readFields(options.fields, (name) => given[name], fieldPath) as Values<F>;
		},
	};
}

/** The same fields several times over, e.g. customers. */
export function list<F extends Fields>(
	options: FieldDisplay & { fields: F; min?: number; max?: number },
): Field<Array<Values<F>>> {
	const { fields, min = 0, max = Infinity } = options;
	return {
		property: fixedCollection({ ...options, required: min > 0 }, true),
		read(raw, fieldPath) {
			const entries = isRecord(raw) && Array.isArray(raw[GROUP]) ? raw[GROUP].filter(isRecord) : [];
			if (entries.length < min) fieldPath.addIssue(min === 1 ? 'must be added' : `must be at least ${min}`);
			if (entries.length > max) fieldPath.addIssue(`can be at most ${max}, not ${entries.length}`);
			return entries.map(
				(entry, index) => readFields(fields, (name) => entry[name], fieldPath.nth(index + 1)) as Values<F>,
			);
		},
	};
}
