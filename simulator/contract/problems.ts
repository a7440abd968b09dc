import type { ErrorObject } from 'ajv';

/** One thing in a message that breaks the contract. */
export interface Problem {
	where: 'path' | 'query' | 'header' | 'body' | 'request';
	/** The path of the field, `cases[0].productCode`; empty for the whole message. */
	field: string;
	message: string;
	/** What the partner's document says about the field. */
	document?: string;
}

// Keywords whose errors repeat a more precise one of a level below.
const REDUNDANT_KEYWORDS = new Set(['anyOf', 'oneOf', 'if', 'allOf']);

/** Turns Ajv's errors into readable problems; `describe` finds what the document says about a schema. */
export function problemsFrom(
	errors: ErrorObject[] | null | undefined,
	where: Problem['where'],
	describe: (schema: unknown) => string | undefined,
): Problem[] {
	const found = errors ?? [];
	const precise = found.filter((error) => !REDUNDANT_KEYWORDS.has(error.keyword));
	return (precise.length > 0 ? precise : found).map((error) => {
		const document = documentedWords(error, describe);
		return { ...toProblem(error, where), ...(document === undefined ? {} : { document }) };
	});
}

/** A problem in one line: `body cases[0].productCode is required`. */
export function problemText(problem: Problem): string {
	return [problem.where, problem.field, problem.message].filter((part) => part !== '').join(' ');
}

function documentedWords(
	{ keyword, params, parentSchema }: ErrorObject,
	describe: (schema: unknown) => string | undefined,
): string | undefined {
	const properties = (parentSchema?.properties ?? {}) as Record<string, unknown>;
	if (keyword === 'required') return describe(properties[String(params.missingProperty)]);
	const names = Object.keys(properties);
	if (keyword === 'additionalProperties')
		return names.length > 0 ? `It has ${names.join(', ')} here.` : 'It has nothing here.';
	return describe(parentSchema);
}

function toProblem(error: ErrorObject, where: Problem['where']): Problem {
	const parent = fieldName(error.instancePath);
	const params = error.params as Record<string, unknown>;
	const child = (name: unknown) => (parent ? `${parent}.${String(name)}` : String(name));
	switch (error.keyword) {
		case 'required':
			return { where, field: child(params.missingProperty), message: 'is required' };
		case 'additionalProperties':
			return { where, field: child(params.additionalProperty), message: 'is not in the contract' };
		case 'enum':
			return { where, field: parent, message: `must be one of ${list(params.allowedValues)}` };
		case 'false schema':
			return { where, field: parent, message: 'does not belong here' };
		case 'format':
			return { where, field: parent, message: `is not a valid ${String(params.format)}` };
		case 'minLength':
			return {
				where,
				field: parent,
				message: params.limit === 1 ? 'must not be empty' : `is shorter than ${String(params.limit)}`,
			};
		case 'minProperties':
			return { where, field: parent, message: 'must have at least one field' };
		case 'maxLength':
			return { where, field: parent, message: `is longer than ${String(params.limit)} characters` };
		default:
			return { where, field: parent, message: error.message ?? 'is off the contract' };
	}
}

function list(values: unknown): string {
	return Array.isArray(values) ? values.join(', ') : String(values);
}

/** `/cases/0/productCode` → `cases[0].productCode`. */
function fieldName(instancePath: string): string {
	return instancePath
		.split('/')
		.slice(1)
		.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
		.reduce(
			(name, token) => (/^\d+$/.test(token) ? `${name}[${token}]` : name ? `${name}.${token}` : token),
			'',
		);
}
