type TypeName = 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array' | 'null';

/** JSON Schema as in n8n’s own preview files: types only, no values that could be personal data. */
export interface OutputSchema {
	type: TypeName | TypeName[];
	properties?: Record<string, OutputSchema>;
	items?: OutputSchema;
}

/** The schema of all values together, including fields that only some of them have. */
export function schemaOf(values: readonly unknown[]): OutputSchema {
	const schema: OutputSchema = { type: typeOf(values) };
	const objects = values.filter(isObject);
	const items = values.filter(Array.isArray).flat();
	if (objects.length > 0) {
		const names = [...new Set(objects.flatMap(Object.keys))];
		const seen = (name: string) => objects.filter((each) => name in each).map((each) => each[name]);
		schema.properties = Object.fromEntries(names.map((name) => [name, schemaOf(seen(name))]));
	}
	if (items.length > 0) schema.items = schemaOf(items);
	return schema;
}

/** The text of a preview file. `version` counts its changes from 1, as in n8n’s own files; n8n does not read it. */
export function schemaFile(schema: OutputSchema): string {
	const text = JSON.stringify({ ...schema, version: 1 }, null, '\t');
	// A list of types on one line, as prettier formats it.
	return `${text.replace(/\[\s+("[a-z", \s]+")\s+\]/g, (_, types: string) => `[${types.replace(/\s+/g, ' ')}]`)}\n`;
}

/** The editor uses the first of several types, so null comes last. */
function typeOf(values: readonly unknown[]): OutputSchema['type'] {
	const found = new Set(values.map(typeName));
	if (found.has('number')) found.delete('integer');
	const types = [...found].sort((a, b) => Number(a === 'null') - Number(b === 'null') || (a < b ? -1 : 1));
	return types.length === 1 && types[0] ? types[0] : types;
}

function typeName(value: unknown): TypeName {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	if (Number.isInteger(value)) return 'integer';
	return typeof value as TypeName;
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeName(value) === 'object';
}
