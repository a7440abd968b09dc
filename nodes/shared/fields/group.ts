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
 * Optional fields that the user adds one by one: Additional Fields, Filters, Options. Fields that were not added are
 * not read. They are sorted alphabetically, as n8n's lint rules demand.
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
			// Not localeCompare, which loads a language's collation rules at every start of n8n; the names are ASCII.
			options: toNodeProperties(fields).sort((a, b) =>
				a.displayName.toLowerCase() < b.displayName.toLowerCase() ? -1 : 1,
			),
		},
		inner: fields,
		read(raw, path) {
			const entered = isRecord(raw) ? raw : {};
			if (!isBlank(raw) && !isRecord(raw)) path.addIssue('must be an object');
			const added = Object.fromEntries(Object.entries(fields).filter(([name]) => name in entered)) as F;
			const values = readFields(added, (name) => entered[name], path);
			if (options.atLeastOne && Object.values(values).every((value) => value === undefined)) {
				path.addIssue(
					`needs at least one of ${Object.values(fields)
						.map((f) => f.property.displayName)
						.join(', ')}`,
				);
			}
			return values;
		},
	};
}

/** The key under which n8n stores the values of a fixed collection. It is never shown. */
const GROUP_NAME = 'values';

/** What a group and a list have in common in n8n's panel. */
function fixedCollection({
	displayName,
	fields,
	...display
}: FieldDisplay & { fields: Fields; required?: boolean }) {
	return {
		...displayOf({ displayName, ...display }),
		type: 'fixedCollection' as const,
		default: {},
		options: [{ displayName, name: GROUP_NAME, values: toNodeProperties(fields) }],
	};
}

/**
 * Fields that are filled in together or not at all, e.g. an address. Yields undefined when the group was not added.
 *
 * A required one says so on its button. It cannot be open by default: n8n fails to load a node without it then
 * (NodeHelpers.getNodeParameters, test/support/n8nPanels.test.ts).
 */
export function group<F extends Fields, const R extends boolean = false>(
	options: FieldDisplay & { fields: F; required?: R },
): Field<R extends true ? Values<F> : Values<F> | undefined> {
	return {
		property: fixedCollection({
			placeholder: `Add ${options.displayName}${options.required ? ' (Required)' : ''}`,
			...options,
		}),
		inner: options.fields,
		read(raw, path) {
			const entered = isRecord(raw) ? raw[GROUP_NAME] : undefined;
			if (!isRecord(entered)) {
				if (options.required) path.addIssue('must be added');
				return undefined as R extends true ? Values<F> : undefined;
			}
			return readFields(options.fields, (name) => entered[name], path) as Values<F>;
		},
	};
}

/**
 * A list of entries with the same fields, e.g. customers. Yields an empty list when none was added. One that needs an
 * entry is open by default with the first.
 */
export function list<F extends Fields>(
	options: FieldDisplay & { fields: F; min?: number; max?: number },
): Field<Array<Values<F>>> {
	const { fields, min = 0, max = Infinity } = options;
	return {
		property: {
			...fixedCollection({ placeholder: `Add ${options.displayName}`, ...options, required: min > 0 }),
			typeOptions: { multipleValues: true },
			default: min > 0 ? { [GROUP_NAME]: [{}] } : {},
		},
		inner: fields,
		read(raw, path) {
			const entries = isRecord(raw) && Array.isArray(raw[GROUP_NAME]) ? raw[GROUP_NAME].filter(isRecord) : [];
			if (entries.length < min) path.addIssue(min === 1 ? 'must be added' : `must be at least ${min}`);
			if (entries.length > max) path.addIssue(`can be at most ${max}, not ${entries.length}`);
			return entries.map(
				(entry, index) => readFields(fields, (name) => entry[name], path.nth(index + 1)) as Values<F>,
			);
		},
	};
}
