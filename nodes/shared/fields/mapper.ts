import type { IDataObject, ResourceMapperFields } from 'n8n-workflow';

import { columnsOf, comparable, toMapperField, type Column, type ColumnGroups } from './columns';
import { FieldPath, isBlank, readFields, type Field, type Fields, type Values } from './field';
import { isRecord } from '../guards';
import { sheetValue } from './sheetValue';

/** What n8n’s Google Sheets node adds to each row that it reads; it is no column of the sheet. */
const NOT_OF_THE_SHEET = 'row_number';

/** The cells of a row by the IDs of their columns. */
interface Cells {
	byId: Map<string, unknown>;
	/** Headings that no column has. */
	unknown: string[];
}

/** Finds the column of each heading. A column that is filled in twice is reported. */
function sortCells(
	row: Readonly<Record<string, unknown>>,
	known: ReadonlyMap<string, Column>,
	path: FieldPath,
): Cells {
	const byId = new Map<string, unknown>();
	const headings = new Map<string, string>();
	const unknown: string[] = [];
	for (const [heading, cell] of Object.entries(row)) {
		const column = known.get(comparable(heading));
		if (!column && heading !== NOT_OF_THE_SHEET) unknown.push(heading);
		if (!column || isBlank(cell)) continue;
		const { id, labels, field } = column;
		const value = sheetValue(field, cell);
		if (byId.has(id) && byId.get(id) !== value)
			path
				.inside(labels[0])
				.addIssue(
					`is there twice, as “${headings.get(id) ?? ''}” and as “${heading}”, with different values`,
				);
		headings.set(id, heading);
		byId.set(id, value);
	}
	return { byId, unknown };
}

/** Puts a value where the panel has it. What stands above it is an object, or for a number a list. */
function put(root: IDataObject, keys: Column['keys'], value: unknown): void {
	let at = root as Record<string | number, unknown>;
	keys.forEach((key, i) => {
		// An entry before this one may have no cell that is filled in. It is there all the same, and found incomplete.
		if (Array.isArray(at)) while (at.length < Number(key)) at.push({});
		at[key] ??= i === keys.length - 1 ? value : typeof keys[i + 1] === 'number' ? [] : {};
		at = at[key] as Record<string | number, unknown>;
	});
}

/** Whether a cell alone shows that its group was meant: an unticked box stands in every row of a sheet. */
const isMeant = (cell: unknown) => cell !== undefined && cell !== false;

/** The raw values of the panel. A group is there where it is required, or where one of its columns is filled in. */
function toPanel(cells: ReadonlyMap<string, unknown>, columns: readonly Column[]): IDataObject {
	const root: IDataObject = {};
	const groupOf = ({ keys }: Column) => JSON.stringify(keys.slice(0, -1));
	const groups = new Set(
		columns.filter((column) => column.required || isMeant(cells.get(column.id))).map(groupOf),
	);
	for (const column of columns) {
		if (groups.has(groupOf(column))) put(root, column.keys, cells.get(column.id) ?? '');
	}
	return root;
}

/** The columns of a sheet in the place of the fields of a panel, and what n8n asks for to show them. */
export interface Mapper<F extends Fields> {
	field: Field<Partial<Values<F>>>;
	columns: readonly Column[];
	mapperFields(): ResourceMapperFields;
}

/**
 * n8n's resource mapper over the fields of a panel. In "Map Automatically" n8n leaves the mapping empty, and the input
 * item itself is the row (n8n-nodes-base, Google Sheets v4, append); in "Map Each Column Manually" n8n gives a value for
 * each column. It yields what those fields would, in their places.
 *
 * @param options.method name of the node's method that lists the columns
 * @param options.fields the fields that the columns fill; nothing else says what a column is
 */
export function mapper<F extends Fields>(options: {
	displayName: string;
	description: string;
	method: string;
	fields: F;
	groups?: ColumnGroups;
}): Mapper<F> {
	const { displayName, description, method, fields, groups } = options;
	const columns = columnsOf(fields, groups);
	const known = new Map(columns.flatMap((column) => column.names.map((name) => [comparable(name), column])));
	const names = new Map(
		columns.flatMap(({ labels, heading }) => labels.map((label) => [label, `Column “${heading}”`])),
	);
	const isAutomatic = (raw: unknown) => !isRecord(raw) || raw.mappingMode !== 'defineBelow';
	const field: Mapper<F>['field'] = {
		property: {
			displayName,
			description,
			type: 'resourceMapper',
			noDataExpression: true,
			required: true,
			default: { mappingMode: 'autoMapInputData', value: null },
			typeOptions: {
				resourceMapper: {
					resourceMapperMethod: method,
					mode: 'add',
					fieldWords: { singular: 'column', plural: 'columns' },
				},
			},
		},
		standsForOthers: true,
		takesItem: isAutomatic,
		inner: Object.fromEntries(
			columns.map(({ id, heading, field: { property, binding, read } }) => [
				id,
				{ property: { ...property, displayName: heading }, ...(binding && { binding }), read },
			]),
		),
		read(raw, { validation }) {
			const panel = new FieldPath(validation);
			const mapped = isRecord(raw) && isRecord(raw.value) ? raw.value : {};
			const row = isAutomatic(raw) ? (validation.row?.cells ?? {}) : mapped;
			validation.row?.nameColumns(names);
			const { byId, unknown } = sortCells(row, known, panel);
			validation.row?.leaveOut(unknown);
			const entered = toPanel(byId, columns);
			return readFields(fields, (name) => entered[name], panel);
		},
	};
	return { field, columns, mapperFields: () => ({ fields: columns.map(toMapperField) }) };
}
