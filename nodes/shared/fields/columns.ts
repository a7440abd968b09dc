import type { INodeProperties, ResourceMapperField } from 'n8n-workflow';

import type { Field, Fields } from './field';

/** How the columns of a group or a list of fields are called. */
export interface ColumnGroup {
	/** What their headings begin with: "Property" for "Property Postcode". */
	prefix: string;
	/** For a list: how many of its entries have columns. */
	entries?: number;
}

/** Those groups by the name of their field. */
export type ColumnGroups = Readonly<Record<string, ColumnGroup>>;

/** A column of a sheet: one field of the panel, flat. */
export interface Column {
	/** What n8n stores a mapping under. It never changes. */
	id: string;
	/** What to write above it. */
	heading: string;
	/** The labels that lead to its field in the panel, `Customers 1 → Email`: without those of collections, and with them. */
	labels: [string, string];
	/** Where its value stands among the raw values of the panel. */
	keys: ReadonlyArray<string | number>;
	field: Field<unknown>;
	required: boolean;
	/** Whether it is shown before it is added: not for what the panel has under Additional Fields, nor for a second entry. */
	isOffered: boolean;
	/** Every heading that it is known by. */
	names: readonly string[];
}

/** Where the fields of a group stand. */
interface Place {
	id: string[];
	/** The same as the partner's API spells it, such as `customers[0]`. */
	api: string[];
	labels: string[];
	/** The same with the labels of collections. */
	allLabels: string[];
	keys: Array<string | number>;
	prefixes: string[];
	required: boolean;
	isOffered: boolean;
}

const TOP: Place = {
	id: [],
	api: [],
	labels: [],
	allLabels: [],
	keys: [],
	prefixes: [''],
	required: true,
	isOffered: true,
};

/** A label with what a column's heading begins with, unless it begins with that anyway. */
const headed = (prefix: string, label: string) =>
	prefix === '' || label.startsWith(`${prefix} `) ? label : `${prefix} ${label}`;

function toColumn(name: string, field: Field<unknown>, place: Place): Column {
	const { displayName, required } = field.property;
	const label = displayName.replace(/ Name or ID$/, '');
	const id = [...place.id, name].join('_');
	const headings = place.prefixes.map((prefix) => headed(prefix, label));
	const path = [...place.labels, displayName].join(' → ');
	return {
		id,
		heading: headings[0] ?? label,
		labels: [path, [...place.allLabels, displayName].join(' → ')],
		keys: [...place.keys, name],
		field,
		required: place.required && required === true,
		isOffered: place.isOffered,
		names: [...headings, path, id, [...place.api, name].join('.')],
	};
}

/** The places of what stands in a field that has others inside: one, or for a list one for each entry. */
function placesIn(
	name: string,
	{ property: { type, displayName, required, typeOptions } }: Field<unknown>,
	group: ColumnGroup | undefined,
	place: Place,
): Place[] {
	const keys = [...place.keys, name];
	// A collection is the panel's alone: the partner has its fields beside the others.
	if (type === 'collection') {
		const allLabels = [...place.allLabels, displayName];
		return [{ ...place, keys, allLabels, required: false, isOffered: false }];
	}
	const { prefix = displayName, entries = 1 } = group ?? {};
	const inside = { required: place.required && required === true, isOffered: place.isOffered };
	if (!typeOptions?.multipleValues)
		return [
			{
				...inside,
				id: [...place.id, name],
				api: [...place.api, name],
				labels: [...place.labels, displayName],
				allLabels: [...place.allLabels, displayName],
				keys: [...keys, 'values'],
				prefixes: [prefix],
			},
		];
	return Array.from({ length: entries }, (_, i) => ({
		required: inside.required && i === 0,
		isOffered: inside.isOffered && i === 0,
		id: [...place.id, name, String(i + 1)],
		api: [...place.api, `${name}[${i}]`],
		labels: [...place.labels, `${displayName} ${i + 1}`],
		allLabels: [...place.allLabels, `${displayName} ${i + 1}`],
		keys: [...keys, 'values', i],
		prefixes: i === 0 ? [prefix, `${prefix} 1`] : [`${prefix} ${i + 1}`],
	}));
}

/** The columns of a sheet that fill the fields of a panel, in the panel's order. */
export function columnsOf(fields: Fields, groups: ColumnGroups = {}, place: Place = TOP): Column[] {
	return Object.entries(fields).flatMap(([name, field]) => {
		const { inner } = field;
		if (!inner) return [toColumn(name, field, place)];
		return placesIn(name, field, groups[name], place).flatMap((each) => columnsOf(inner, groups, each));
	});
}

/** What n8n shows a column as. A list that the node would have to load is a text, as it is in the sheet. */
const MAPPER_TYPES: Partial<Record<INodeProperties['type'], ResourceMapperField['type']>> = {
	boolean: 'boolean',
	number: 'number',
	dateTime: 'dateTime',
};

/** A column as n8n's resource mapper shows it. */
export function toMapperField({ id, heading, field, required, isOffered }: Column): ResourceMapperField {
	const { type, options } = field.property;
	const choices = type === 'options' && options ? { options: options as ResourceMapperField['options'] } : {};
	return {
		id,
		displayName: heading,
		required,
		defaultMatch: false,
		canBeUsedToMatch: false,
		display: true,
		removed: !isOffered,
		type: choices.options ? 'options' : (MAPPER_TYPES[type] ?? 'string'),
		...choices,
	};
}

/** A heading as it is compared: letter case, spaces, underscores, hyphens, dots and arrows do not matter. */
export const comparable = (heading: string) =>
	heading
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[\s_.→\p{Pd}]+/gu, '');
