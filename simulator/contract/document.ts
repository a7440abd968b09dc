import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** Where a request has a parameter. */
export type ParameterLocation = 'path' | 'query' | 'header';

export interface Parameter {
	name: string;
	in: ParameterLocation;
	required?: boolean;
	description?: string;
	/** JSON pointer to the parameter's schema inside the document. */
	schemaPointer: string;
}

export interface Operation {
	operationId: string;
	method: string;
	/** The path as the document writes it, e.g. `/application/{applicationId}`. */
	template: string;
	/** What it does, in the imperative: `Invite a tenant`. */
	summary: string;
	description?: string;
	/** Why the pack does not implement it. */
	notImplemented?: string;
	/** Required headers that OpenAPI cannot describe as parameters, such as Content-Type on a GET. */
	requiredHeaders: Record<string, string>;
	parameters: Parameter[];
	body?: { required: boolean; schemaPointer: string };
	/** Pointer to the JSON schema by status (or `default`); undefined when documented without a body. */
	responses: Map<string, string | undefined>;
	/** What the document says of each status. */
	responseDescriptions: Map<string, string>;
	/** The statuses that may have plain text. */
	textResponses: Set<string>;
	/** The statuses that may have a file. */
	fileResponses: Set<string>;
}

type Node = Record<string, unknown>;

const FILES = ['application/octet-stream', 'application/pdf'];
const METHODS = ['get', 'put', 'post', 'delete', 'head', 'patch'];
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;
const escapeToken = (token: string) => token.replaceAll('~', '~0').replaceAll('/', '~1');
const unescapeToken = (token: string) => token.replaceAll('~1', '/').replaceAll('~0', '~');

/** The folder of the contract documents. */
export const OPENAPI_FOLDER = join(__dirname, '..', '..', 'openapi');

/** Reads a contract document from `openapi/`. */
export function readDocument(fileName: string): Node {
	return parse(readFileSync(join(OPENAPI_FOLDER, fileName), 'utf8')) as Node;
}

/** Lists the operations of a document, with every `$ref` on the way to a schema resolved. */
export function operationsOf(document: Node): Operation[] {
	const paths = document.paths as Record<string, Node>;
	return Object.entries(paths).flatMap(([template, item]) =>
		METHODS.filter((method) => isNode(item[method])).map((method) =>
			readOperation(document, template, method),
		),
	);
}

function readOperation(document: Node, template: string, method: string): Operation {
	const item = `#/paths/${escapeToken(template)}`;
	const operationPointer = `${item}/${method}`;
	const node = lookup(document, operationPointer);
	const answers = new Map<string, string | undefined>();
	const textAnswers = new Set<string>();
	const fileAnswers = new Set<string>();
	const descriptions = new Map<string, string>();
	for (const status of Object.keys(node.responses as Node)) {
		const response = `${operationPointer}/responses/${status}`;
		answers.set(status, jsonSchemaIn(document, response));
		descriptions.set(status, String(lookup(document, follow(document, response)).description));
		if (contentIn(document, response, 'text/plain')) textAnswers.add(status);
		if (FILES.some((type) => contentIn(document, response, type))) fileAnswers.add(status);
	}
	const operation: Operation = {
		operationId: String(node.operationId),
		method: method.toUpperCase(),
		template,
		summary: String(node.summary),
		description: textOf(node.description),
		requiredHeaders: (node['x-required-headers'] ?? {}) as Record<string, string>,
		parameters: [...parametersAt(document, item), ...parametersAt(document, operationPointer)],
		responses: answers,
		responseDescriptions: descriptions,
		textResponses: textAnswers,
		fileResponses: fileAnswers,
	};
	if (typeof node['x-not-implemented'] === 'string') operation.notImplemented = node['x-not-implemented'];
	if (isNode(node.requestBody)) {
		const schemaPointer = jsonSchemaIn(document, `${operationPointer}/requestBody`);
		const required = lookup(document, follow(document, `${operationPointer}/requestBody`)).required === true;
		if (schemaPointer) operation.body = { required, schemaPointer };
	}
	return operation;
}

const textOf = (value: unknown) => (typeof value === 'string' ? value.trim() : undefined);

function parametersAt(document: Node, owner: string): Parameter[] {
	const list = lookup(document, owner).parameters;
	if (!Array.isArray(list)) return [];
	return list.map((_, index) => {
		const pointer = follow(document, `${owner}/parameters/${index}`);
		const node = lookup(document, pointer);
		return {
			name: String(node.name),
			in: node.in as ParameterLocation,
			required: node.required === true,
			description: textOf(node.description),
			schemaPointer: `${pointer}/schema`,
		};
	});
}

/** The pointer of the JSON schema in a request body or a response, if it has one. */
function jsonSchemaIn(document: Node, pointer: string): string | undefined {
	const target = contentIn(document, pointer, 'application/json');
	return target && `${target}/schema`;
}

/** The pointer of the content of one media type in a request body or a response, if it has any. */
function contentIn(document: Node, pointer: string, mediaType: string): string | undefined {
	const target = follow(document, pointer);
	const content = lookup(document, target).content;
	return isNode(content) && mediaType in content ? `${target}/content/${escapeToken(mediaType)}` : undefined;
}

/** The description of a schema, or of the one that it refers to. */
export function schemaDescription(document: Node, schema: unknown): string | undefined {
	if (!isNode(schema)) return undefined;
	const { description, $ref } = schema;
	if (typeof description === 'string' || typeof $ref !== 'string') return textOf(description);
	return schemaDescription(document, lookup(document, $ref));
}

/** Resolves a pointer to a `$ref`. */
function follow(document: Node, pointer: string): string {
	const { $ref } = lookup(document, pointer);
	return typeof $ref === 'string' ? follow(document, $ref) : pointer;
}

function lookup(document: Node, pointer: string): Node {
	let node: unknown = document;
	for (const token of pointer.split('/').slice(1)) {
		node = isNode(node) ? node[unescapeToken(token)] : undefined;
	}
	if (!isNode(node)) throw new Error(`The contract document has nothing at ${pointer}`);
	return node;
}
