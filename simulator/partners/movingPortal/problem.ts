import type { components } from '../../../openapi/types/moving-portal';
import type { ApiResponse, ApiError } from '../../partner';
import type { FieldErrors } from './rules';

type ProblemDetails = components['schemas']['ProblemDetails'];

const TITLES: Record<number, string> = {
	400: 'Bad Request',
	401: 'Unauthorized',
	403: 'Forbidden',
	404: 'Not Found',
	405: 'Method Not Allowed',
	415: 'Unsupported Media Type',
	429: 'Too Many Requests',
	501: 'Not Implemented',
};

/** An error in the portal's shape; problems become its `errors`, by field. */
export function errorResponse({ status, message, problems = [], path = '' }: ApiError): ApiResponse {
	const errors: FieldErrors = {};
	for (const { where, field, message: wrong } of problems) {
		const name = field || where;
		errors[name] = [...(errors[name] ?? []), `${name} ${wrong}`];
	}
	return problemDetails(status, message, path, errors);
}

/** The error for a body that is valid by its schema but breaks a rule. */
export function invalidFields(path: string, errors: FieldErrors): ApiResponse {
	return problemDetails(400, 'See errors for what is wrong with each field.', path, errors);
}

function problemDetails(status: number, detail: string, instance: string, errors: FieldErrors): ApiResponse {
	const several = Object.keys(errors).length > 0;
	const body: ProblemDetails = {
		type: 'about:blank',
		title:
			several && status === 400 ? 'One or more validation errors occurred.' : (TITLES[status] ?? 'Error'),
		status,
		detail,
		instance,
	};
	return { status, body: several ? { ...body, errors } : body };
}
