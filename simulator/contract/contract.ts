import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { type Operation, type ParameterPlace, operationsOf, readDocument } from './document';
import { type Problem, problemsFrom, sentence } from './problems';

/** A request as it came in, before anything is known about it. */
export interface RawRequest {
	method: string;
	/** Path below the partner's prefix, percent-encoded as sent, without the query. */
	path: string;
	query: URLSearchParams;
	headers: Record<string, string | string[] | undefined>;
	bodyText: string;
}

/** The parts of a request an operation works with. */
export interface ReadRequest {
	params: Record<string, string>;
	query: Record<string, unknown>;
	body: unknown;
	problems: Problem[];
	/** A required or JSON content type is missing; some partners have a status of their own for that. */
	wrongContentType: boolean;
}

/** The parts of an answer the contract has a say in. */
export interface Given {
	status: number;
	body?: unknown;
	text?: string;
}

export type Route =
	{ found: true; operation: Operation; params: Record<string, string> } | { found: false; allowed: string[] };

const CONTRACT = 'contract';
const PLACES: ParameterPlace[] = ['path', 'query', 'header'];
const cache = new Map<string, Contract>();

/**
 * One partner's OpenAPI document as a judge: which operation a request means, what is wrong with it,
 * and what is wrong with an answer.
 *
 * It stands on Ajv's 2020-12 dialect, which is the schema language of OpenAPI 3.1.
 *
 * openapi-backend (5.21) does less and would not make this shorter: it compiles schemas with Ajv's draft 7, lets pass
 * an undocumented status, a body where the contract has none and a JSON body under another content type, knows no
 * required Content-Type of a GET, judges no plain text and no missing body of an answer, and does not say which
 * methods a path allows.
 */
export class Contract {
	readonly operations: Operation[];

	private readonly strict = new Ajv2020({ strict: false, allErrors: true });

	// Everything in a path, query or header is text; only there "2" may stand for 2.
	private readonly lenient = new Ajv2020({ strict: false, allErrors: true, coerceTypes: true });

	private readonly validators = new Map<string, ValidateFunction>();

	constructor(fileName: string) {
		const document = readDocument(fileName);
		for (const ajv of [this.strict, this.lenient]) {
			addFormats(ajv);
			ajv.addSchema(document, CONTRACT, undefined, false);
		}
		this.operations = operationsOf(document);
	}

	/** Find the operation a method and path mean. A trailing slash more or less makes no difference. */
	route(method: string, path: string): Route {
		const matches = this.operations.flatMap((operation) => {
			const params = matchTemplate(operation.template, path);
			return params ? [{ operation, params }] : [];
		});
		// `/referral/introducer/x` also fits `/referral/{a}/{b}`: the fewest placeholders win.
		matches.sort((a, b) => Object.keys(a.params).length - Object.keys(b.params).length);
		const match = matches.find(({ operation }) => operation.method === method);
		return match
			? { found: true, ...match }
			: { found: false, allowed: matches.map(({ operation }) => operation.method) };
	}

	/** Read a request as the operation understands it and list everything that is off the contract. */
	read(operation: Operation, params: Record<string, string>, request: RawRequest): ReadRequest {
		const query: Record<string, unknown> = {};
		for (const name of new Set(request.query.keys())) {
			const values = request.query.getAll(name);
			query[name] = values.length === 1 ? values[0] : values;
		}
		const places = { path: { ...params }, query, header: { ...request.headers } };
		const problems = PLACES.flatMap((place) => {
			const validate = this.parameterValidator(operation, place);
			return validate(places[place]) ? [] : problemsFrom(validate.errors, place);
		});
		const contentType = this.contentTypeProblems(operation, request);
		const { body, problems: bodyProblems } = this.readBody(operation, request.bodyText);
		return {
			params,
			query,
			body,
			problems: [...contentType, ...problems, ...bodyProblems],
			wrongContentType: contentType.length > 0,
		};
	}

	/** Say what is wrong with an answer; an empty list means it may leave. */
	problemsOfAnswer(operation: Operation, { status, body, text }: Given): string[] {
		const key = [String(status), 'default'].find((candidate) => operation.answers.has(candidate));
		if (key === undefined) return [`status ${status} is not documented for ${operation.operationId}`];
		if (text !== undefined) {
			return operation.textAnswers.has(key) ? [] : [`status ${status} is not documented with plain text`];
		}
		const pointer = operation.answers.get(key);
		if (pointer === undefined || operation.method === 'HEAD') {
			return body === undefined ? [] : [`status ${status} is documented without a body`];
		}
		if (body === undefined) return [`status ${status} is documented with a body`];
		const validate = this.validator(pointer);
		return validate(body) ? [] : problemsFrom(validate.errors, 'body').slice(0, 20).map(sentence);
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

	private readBody(operation: Operation, text: string): { body: unknown; problems: Problem[] } {
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
		return { body, problems: validate(body) ? [] : problemsFrom(validate.errors, 'body') };
	}

	private validator(pointer: string): ValidateFunction {
		return this.remember(pointer, () => this.strict.compile({ $ref: `${CONTRACT}${pointer}` }));
	}

	private parameterValidator(operation: Operation, place: ParameterPlace): ValidateFunction {
		return this.remember(`${operation.operationId} ${place}`, () => {
			const own = operation.parameters.filter((parameter) => parameter.in === place);
			const name = (parameter: { name: string }) =>
				place === 'header' ? parameter.name.toLowerCase() : parameter.name;
			return this.lenient.compile({
				type: 'object',
				additionalProperties: place === 'header',
				required: own.filter((parameter) => parameter.required).map(name),
				properties: Object.fromEntries(
					own.map((parameter) => [name(parameter), { $ref: `${CONTRACT}${parameter.schemaPointer}` }]),
				),
			});
		});
	}

	// Compiled on first use: a test that starts a simulator pays only for the operations it calls.
	private remember(key: string, build: () => ValidateFunction): ValidateFunction {
		const known = this.validators.get(key) ?? build();
		this.validators.set(key, known);
		return known;
	}
}

/** The contract of one document; read once per process, because it never changes while running. */
export function contractOf(fileName: string): Contract {
	const known = cache.get(fileName) ?? new Contract(fileName);
	cache.set(fileName, known);
	return known;
}

/** Match an encoded path against a template; parameters come back decoded. */
function matchTemplate(template: string, path: string): Record<string, string> | undefined {
	const wanted = segments(template);
	const given = segments(path);
	if (wanted.length !== given.length) return undefined;
	const params: Record<string, string> = {};
	for (const [index, part] of wanted.entries()) {
		const value = given[index] ?? '';
		const name = /^\{(.+)\}$/.exec(part)?.[1];
		if (name === undefined ? part !== value : value === '') return undefined;
		if (name !== undefined) params[name] = decode(value);
	}
	return params;
}

function segments(path: string): string[] {
	return path.replace(/^\//, '').replace(/\/$/, '').split('/');
}

function decode(value: string): string {
	try {
		return decodeURIComponent(value);
	} catch {
		return value;
	}
}
