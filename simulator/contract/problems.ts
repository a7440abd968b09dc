import type { ErrorObject } from 'ajv';

/** One thing in a message that is off the contract, in words. */
export interface Problem {
	where: 'path' | 'query' | 'header' | 'body' | 'request';
	/** The field as a person writes it: `cases[0].productCode`; empty for the whole. */
	field: string;
	message: string;
}

// These only repeat, one level up, what a more precise error says already.
const ECHOES = new Set(['anyOf', 'oneOf', 'if', 'allOf']);

/** Turn what Ajv found into problems a person can act on. */
export function problemsFrom(errors: ErrorObject[] | null | undefined, where: Problem['where']): Problem[] {
	const found = errors ?? [];
	const precise = found.filter((error) => !ECHOES.has(error.keyword));
	return (precise.length > 0 ? precise : found).map((error) => inWords(error, where));
}

/** One line for a problem: `body cases[0].productCode is required`. */
export function sentence(problem: Problem): string {
	return [problem.where, problem.field, problem.message].filter((part) => part !== '').join(' ');
}

function inWords(error: ErrorObject, where: Problem['where']): Problem {
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
