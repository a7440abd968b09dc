import type { ParsedRequest, RawRequest, Route } from '../contract/contract';
import type { Operation } from '../contract/document';
import type { Problem } from '../contract/problems';
import { type ApiError, type ApiRequest, type ApiResponse, ContractError, type Partner } from '../partner';
import type { Journal, JournalEntry } from '../record/journal';

/** A request with its route in the contract and, if the partner simulates that operation, what to call. */
export interface RoutedRequest {
	route: Route;
	handling?: {
		request: ApiRequest;
		parsed: ParsedRequest;
		handler: (request: ApiRequest) => ApiResponse;
	};
}

/** Checks a request against the partner's contract and records what is wrong with it. */
export function routeRequest(
	partner: Partner,
	rawRequest: RawRequest,
	entry: JournalEntry,
	journal: Journal,
): RoutedRequest {
	const { method, path, headers } = rawRequest;
	const route = partner.contract.route(method, path);
	if (!route.found) {
		journal.violation(entry, 'route', [`${method} ${path} is not in the contract`]);
		return { route };
	}
	const { operation, params } = route;
	entry.operationId = operation.operationId;
	// Operations that the pack does not implement may be simulated too, like a token renewal n8n has no use for.
	const handler = partner.handlers[operation.operationId];
	if (!handler) {
		journal.violation(entry, 'route', [`${operation.operationId} is not simulated`]);
		return { route };
	}
	const parsed = partner.contract.parseRequest(operation, params, rawRequest);
	parsed.problems = parsed.problems.filter((problem) => !partner.tolerates?.(problem, parsed.body));
	if (parsed.problems.length > 0) journal.violation(entry, 'request', parsed.problems);
	const { query, body } = parsed;
	const request: ApiRequest = { operation, path, params, query, headers, body };
	return { route, handling: { request, parsed, handler } };
}

/** The partner's answer: it checks the credentials first, then the contract, then does its work. */
export function respond(
	partner: Partner,
	rawRequest: RawRequest,
	{ route, handling }: RoutedRequest,
	entry: JournalEntry,
	journal: Journal,
): ApiResponse {
	const { method, path } = rawRequest;
	const errorResponse = (error: ApiError) => partner.errorResponse({ ...error, path });
	if (!handling)
		return partner.unmatched?.(method, path) ?? errorResponse(unsupportedOperation(rawRequest, route));
	const { request, parsed, handler } = handling;
	const { operation } = request;
	const contractError = (problems: Problem[], status: number) =>
		errorResponse({ status, message: 'The request is off the contract', problems });
	try {
		const authError = partner.authenticate(request);
		if (authError) return errorResponse(authError);
		if (parsed.problems.length > 0)
			return contractError(parsed.problems, parsed.wrongContentType ? 415 : 400);
		const response = handler(request);
		const problems = partner.contract.responseProblems(operation, response);
		return problems.length === 0 ? response : simulatorError(operation, problems, entry, journal);
	} catch (error) {
		if (!(error instanceof ContractError)) return simulatorError(operation, [String(error)], entry, journal);
		journal.violation(entry, 'request', error.problems);
		return contractError(error.problems, 400);
	}
}

function unsupportedOperation({ method, path }: RawRequest, route: Route): ApiError {
	if (route.found) {
		const { operationId, notImplemented } = route.operation;
		return { status: 501, message: `The simulator does not play ${operationId}: ${notImplemented ?? ''}` };
	}
	return route.allowed.length > 0
		? { status: 405, message: `${path} takes ${route.allowed.join(', ')}, not ${method}` }
		: { status: 404, message: `There is no ${method} ${path} in the contract` };
}

/** The answer when the simulator itself breaks the contract: loud, so that no node is ever written against it. */
function simulatorError(
	operation: Operation,
	problems: string[],
	entry: JournalEntry,
	journal: Journal,
): ApiResponse {
	journal.violation(entry, 'answer', problems);
	const message = `THE SIMULATOR BROKE THE CONTRACT in its answer to ${operation.operationId}: ${problems.join('; ')}`;
	process.emitWarning(message);
	return { status: 500, body: { message } };
}
