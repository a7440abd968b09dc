import type {
	ICredentialType,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeTypeDescription,
} from 'n8n-workflow';

/** What a partner's page in `docs/nodes/` is written from. */
export interface Described {
	/** First part of the partner's addresses, which is the name of its pages. */
	prefix: string;
	node: INodeTypeDescription;
	trigger?: INodeTypeDescription;
	credential: ICredentialType;
}

/** The fields that every operation has, described once. */
const EVERYWHERE = ['resource', 'operation', 'requestOptions'];

/** The page that lists every field of a partner's node, trigger and credential, as they stand on the screen. */
export function nodePage({ prefix, node, trigger, credential }: Described): string {
	const resources = optionsOf(node.properties.find(({ name }) => name === 'resource'));
	const operations = resources.flatMap((resource) =>
		node.properties
			.filter((property) => property.name === 'operation' && isShownFor(property, 'resource', resource.value))
			.flatMap((property) => optionsOf(property).map((operation) => ({ resource, operation }))),
	);
	const requestOptions = node.properties.find(({ name }) => name === 'requestOptions');
	return [
		`# ${node.displayName}: every field`,
		`What each operation does, and what it costs, stands in [the partner's page](../partners/${prefix}.md). This page is written by \`npm run generate\` from what n8n shows.`,
		`${node.description}.`,
		picture(node),
		...operations.map(({ resource, operation }) => {
			const shown = node.properties.filter(
				(property) =>
					!EVERYWHERE.includes(property.name) &&
					isShownFor(property, 'resource', resource.value) &&
					isShownFor(property, 'operation', operation.value) &&
					!isOfToolAlone(property, node.properties),
			);
			return section(`${resource.name}: ${operation.name}`, operation.description, shown);
		}),
		...(requestOptions ? [section('Request Options', 'Of every operation.', [requestOptions])] : []),
		...(trigger
			? [section(trigger.displayName, trigger.description, trigger.properties), picture(trigger)]
			: []),
		section(`Credential: ${credential.displayName}`, undefined, credential.properties),
		picture(credential),
	]
		.join('\n\n')
		.concat('\n');
}

/** The picture that `npm run screenshot` takes of a panel or a credential's dialog. */
const picture = ({ displayName, name }: { displayName: string; name: string }) =>
	`![${displayName} in n8n’s editor](../images/${name}.png)`;

function section(title: string, description: string | undefined, properties: INodeProperties[]): string {
	const notices = properties.filter(({ type }) => type === 'notice');
	const rows = properties.flatMap((property) => rowsOf(property, properties));
	return [
		`## ${title}`,
		...(description ? [asSentence(description)] : []),
		...notices.map(({ displayName }) => `> ${displayName.replace(/<[^>]+>/g, '')}`),
		rows.length === 0
			? 'No fields.'
			: ['| Field | What it takes | What it is for |', '| --- | --- | --- |', ...rows].join('\n'),
	].join('\n\n');
}

/** A row for a field, and one for each field inside it. */
function rowsOf(
	property: INodeProperties,
	siblings: readonly INodeProperties[],
	within: readonly string[] = [],
): string[] {
	if (['notice', 'hidden', 'callout', 'button'].includes(property.type)) return [];
	const path = [...within, property.displayName];
	const row = `| ${path.join(' → ')} | ${cell(takes(property))} | ${cell(purpose(property, siblings))} |`;
	if (property.type !== 'collection' && property.type !== 'fixedCollection') return [row];
	const inside = (property.options ?? []).flatMap((option) =>
		'values' in option ? (option as INodePropertyCollection).values : [option as INodeProperties],
	);
	const described = inside.filter((each) => !isOfToolAlone(each, inside));
	return [row, ...described.flatMap((each) => rowsOf(each, described, path))];
}

/** What may be entered, in words. */
function takes(property: INodeProperties): string {
	const { type, typeOptions = {}, required } = property;
	const { minValue, maxValue, multipleValues, password } = typeOptions;
	const range =
		minValue === undefined
			? ''
			: maxValue === undefined
				? ` from ${minValue}`
				: ` from ${minValue} to ${maxValue}`;
	const names = optionsOf(property)
		.map(({ name }) => name)
		.join(', ');
	const kind =
		{
			string: password ? 'a secret text' : 'a text',
			number: `a number${range}`,
			boolean: 'on or off',
			options: names ? `one of: ${names}` : 'one of a list',
			multiOptions: names ? `any of: ${names}` : 'any of a list',
			dateTime: 'a date and time',
			json: 'JSON',
			resourceLocator: 'from the list, or by ID',
			resourceMapper: 'columns, automatically or each by itself',
			collection: 'fields to add',
			fixedCollection: multipleValues ? 'one or more' : 'the fields below',
		}[type as string] ?? type;
	return [kind, ...(required ? ['required'] : [])].join('; ');
}

/** What the field is for, with its default and what shows it. */
function purpose(property: INodeProperties, siblings: readonly INodeProperties[]): string {
	const { description, default: preset, type, displayOptions } = property;
	const chosen = optionsOf(property).find(({ value }) => value === preset)?.name;
	const said = chosen ?? (['string', 'number'].includes(type) && preset !== '' ? String(preset) : '');
	const conditions = Object.entries(displayOptions?.show ?? {})
		.filter(([name]) => !EVERYWHERE.includes(name) && !name.startsWith('@'))
		.map(([name, values = []]) => {
			const other = siblings.find((each) => each.name === name);
			const words = values.map((value) =>
				typeof value === 'boolean'
					? value
						? 'on'
						: 'off'
					: (optionsOf(other).find((option) => option.value === value)?.name ?? String(value)),
			);
			return `${other?.displayName ?? name} is ${words.join(' or ')}`;
		});
	return [
		...(description ? [asSentence(description)] : []),
		...(said ? [`Default: ${said}.`] : []),
		...(conditions.length > 0 ? [`Shown where ${conditions.join(' and ')}.`] : []),
	].join(' ');
}

const asSentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);

const cell = (text: string) =>
	text
		.replace(/<[^>]+>/g, '')
		.replaceAll('|', '\\|')
		.replaceAll('\n', ' ');

function optionsOf(property: INodeProperties | undefined): INodePropertyOptions[] {
	return (property?.options ?? []).filter((option): option is INodePropertyOptions => 'value' in option);
}

/** Whether a field is that of a tool in the place of another: described is the one of a node. */
function isOfToolAlone(property: INodeProperties, siblings: readonly INodeProperties[]): boolean {
	return (
		property.displayOptions?.show?.['@tool'] !== undefined &&
		siblings.some(({ name, displayOptions }) => name === property.name && displayOptions?.hide?.['@tool'])
	);
}

/** Whether a field is shown for a value of another one. */
function isShownFor({ displayOptions }: INodeProperties, name: string, value: unknown): boolean {
	const shown = displayOptions?.show?.[name];
	return shown === undefined || (shown as unknown[]).includes(value);
}
