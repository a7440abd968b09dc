import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import {
	type Operation,
	type ParameterLocation,
	operationsOf,
	readDocument,
	schemaDescription,
} from './document';
import { matchPath } from './pathTemplate';
import { type Problem, problemsFrom, problemText } from './problems';

/** A request as it was received. */
export interface RawRequest {
	method: string;
	/** Path below the partner's prefix, percent-encoded as sent, without the query. */
	path: string;
	query: URLSearchParams;
	headers: Record<string, string | string[] | undefined>;
	bodyText: string;
}

/** A request as an operation reads it, with everything that breaks the contract. */
export interface ParsedRequest {
	params: Record<string, string>;
	query: Record<string, unknown>;
	body: unknown;
	problems: Problem[];
	/** Whether a Content-Type is missing or wrong; some partners have a status of their own for that. */
	wrongContentType: boolean;
}

/** The parts of an answer that the contract describes. */
export interface ResponseToCheck {
	status: number;
	body?: unknown;
	text?: string;
	file?: unknown;
}

export type Route =
	{ found: true; operation: Operation; params: Record<string, string> } | { found: false; allowed: string[] };

const CONTRACT = 'contract';
const PARAMETER_LOCATIONS: ParameterLocation[] = ['path', 'query', 'header'];
const cache = new Map<string, Contract>();

/**
 * One partner's OpenAPI document. It finds the operation of a request and validates requests and answers.
 *
 * Schemas are compiled by Ajv in the 2020-12 dialect, which OpenAPI 3.1 uses.
 *
 * openapi-backend (5.21) does less and would not make this shorter: it compiles schemas with Ajv's draft 7, lets pass
 * an undocumented status, a body where the contract has none and a JSON body under another content type, knows no
 * required Content-Type of a GET, judges no plain text and no missing body of an answer, and does not say which
 * methods a path allows.
 */
export class Contract {
	readonly operations: Operation[];

	private readonly bodyAjv = new Ajv2020({ strict: false, allErrors: true, verbose: true });

	// Values of a path, query or header are always text, so "2" is accepted there for 2.
	private readonly parameterAjv = new Ajv2020({
		strict: false,
		allErrors: true,
		verbose: true,
		coerceTypes: true,
	});

	private readonly describe: (schema: unknown) => string | undefined;

	private readonly validators = new Map<string, ValidateFunction>();

	constructor(fileName: string) {
		const document = readDocument(fileName);
		for (const ajv of [this.bodyAjv, this.parameterAjv]) {
			addFormats(ajv);
			ajv.addSchema(document, CONTRACT, undefined, false);
		}
		this.operations = operationsOf(document);
		this.describe = (schema) => schemaDescription(document, schema);
	}

	/** Finds the operation of a method and path. A trailing slash makes no difference. */
	route(method: string, path: string): Route {
		const matches = this.operations.flatMap((operation) => {
			const params = matchPath(operation.template, path);
			return params ? [{ operation, params }] : [];
		});
		// `/referral/introducer/x` also matches `/referral/{a}/{b}`; the template with the fewest parameters wins.
		matches.sort((a, b) => Object.keys(a.params).length - Object.keys(b.params).length);
		const match = matches.find(({ operation }) => operation.method === method);
		return match
			? { found: true, ...match }
			: { found: false, allowed: matches.map(({ operation }) => operation.method) };
	}

	/** Parses a request and lists everything in it that breaks the contract. */
	parseRequest(operation: Operation, params: Record<string, string>, request: RawRequest): ParsedRequest {
		const query: Record<string, unknown> = {};
		for (const name of new Set(request.query.keys())) {
			const values = request.query.getAll(name);
			query[name] = values.length === 1 ? values[0] : values;
		}
		const values = { path: { ...params }, query, header: { ...request.headers } };
		const problems = PARAMETER_LOCATIONS.flatMap((location) => {
			const validate = this.parameterValidator(operation, location);
			if (validate(values[location])) return [];
			return problemsFrom(validate.errors, location, this.describe).map((problem) => {
				const named = operation.parameters.find(({ name }) => name === problem.field)?.description;
				return named === undefined ? problem : { ...problem, document: named };
			});
		});
		const contentType = this.contentTypeProblems(operation, request);
		const { body, problems: bodyProblems } = this.parseBody(operation, request.bodyText);
		return {
			params,
			query,
			body,
			problems: [...contentType, ...problems, ...bodyProblems],
			wrongContentType: contentType.length > 0,
		};
	}

	/** Lists what is wrong with an answer. */
	responseProblems(operation: Operation, { status, body, text, file }: ResponseToCheck): string[] {
		const key = [String(status), 'default'].find((candidate) => operation.responses.has(candidate));
		if (key === undefined) return [`status ${status} is not documented for ${operation.operationId}`];
		if (text !== undefined) {
			return operation.textResponses.has(key) ? [] : [`status ${status} is not documented with plain text`];
		}
		if (file !== undefined)
			return operation.fileResponses.has(key) ? [] : [`status ${status} is not documented with a file`];
		const pointer = operation.responses.get(key);
		if (operation.fileResponses.has(key)) return [`status ${status} is documented with a file`];
		if (pointer === undefined || operation.method === 'HEAD') {
			return body === undefined ? [] : [`status ${status} is documented without a body`];
		}
		if (body === undefined) return [`status ${status} is documented with a body`];
		const validate = this.validator(pointer);
		return validate(body)
			? []
			: problemsFrom(validate.errors, 'body', this.describe).slice(0, 20).map(problemText);
	}

	private contentTypeProblems(operation: Operation, request: RawRequest): Problem[] {
		const expected = { ...operation.requiredHeaders };
		if (operation.body && request.bodyText !== '') expected['Content-Type'] = 'application/json';
		return Object.entries(expected).flatMap(([name, value]) => {
			const sent = String(request.headers[name.toLowerCase()] ?? '');
			const mediaType = sent.split(';')[0]?.trim().toLowerCase();
			if (mediaType === value.toLowerCase()) return [];
			const message = sent === '' ? `is missing; it must be ${value}` : `is ${sent}; it must be ${value}`;
			return [{ where: 'header' as const, field: name, message }];
		});
	}

	private parseBody(operation: Operation, text: string): { body: unknown; problems: Problem[] } {
		const problem = (message: string) => [{ where: 'body' as const, field: '', message }];
		if (!operation.body) {
			return {
				body: undefined,
				problems: text === '' ? [] : problem('is not in the contract of this operation'),
			};
		}
		if (text === '') {
			return { body: undefined, problems: operation.body.required ? problem('is required') : [] };
		}
		let body: unknown;
		try {
			body = JSON.parse(text);
		} catch {
			return { body: undefined, problems: problem('is not valid JSON') };
		}
		const validate = this.validator(operation.body.schemaPointer);
		return { body, problems: validate(body) ? [] : problemsFrom(validate.errors, 'body', this.describe) };
	}

	private validator(pointer: string): ValidateFunction {
		return this.compileOnce(pointer, () => this.bodyAjv.compile({ $ref: `${CONTRACT}${pointer}` }));
	}

	private parameterValidator(operation: Operation, location: ParameterLocation): ValidateFunction {
		return this.compileOnce(`${operation.operationId} ${location}`, () => {
			const parameters = operation.parameters.filter((parameter) => parameter.in === location);
			const name = (parameter: { name: string }) =>
				location === 'header' ? parameter.name.toLowerCase() : parameter.name;
			return this.parameterAjv.compile({
				type: 'object',
				additionalProperties: location === 'header',
				required: parameters.filter((parameter) => parameter.required).map(name),
				properties: Object.fromEntries(
					parameters.map((parameter) => [name(parameter), { $ref: `${CONTRACT}${parameter.schemaPointer}` }]),
				),
			});
		});
	}

	// Compiled on first use, so that a test waits only for the operations it calls.
	private compileOnce(key: string, build: () => ValidateFunction): ValidateFunction {
		const validator = this.validators.get(key) ?? build();
		this.validators.set(key, validator);
		return validator;
	}
}

/** Loads the contract of a document in `openapi/`, once per process. */
export function loadContract(fileName: string): Contract {
	const contract = cache.get(fileName) ?? new Contract(fileName);
	cache.set(fileName, contract);
	return contract;
}
