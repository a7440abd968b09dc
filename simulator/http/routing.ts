import type { RawRequest, ReadRequest, Route } from '../contract/contract';
import type { Operation } from '../contract/document';
import { type Problem, sentence } from '../contract/problems';
import type { Journal, JournalEntry } from '../record/journal';
import { OffContract, type Answer, type AnyPartner, type Call, type Refusal } from '../partner';

/** A request held against the contract: where it leads and, if the partner plays that, with what. */
export interface RoutedRequest {
	route: Route;
	work?: { call: Call; read: ReadRequest; handler: (call: Call) => Answer };
}

/** Hold a request against the partner's contract and write down what is off. */
export function routeRequest(
	partner: AnyPartner,
	request: RawRequest,
	entry: JournalEntry,
	journal: Journal,
): RoutedRequest {
	const { method, path, headers } = request;
	const route = partner.contract.route(method, path);
	if (!route.found) {
		journal.violation(entry, 'route', [`${method} ${path} is not in the contract`]);
		return { route };
	}
	const { operation, params } = route;
	entry.operationId = operation.operationId;
	// What the pack leaves out may be played all the same, like a token renewal n8n has no use for.
	const handler = partner.handlers[operation.operationId];
	if (!handler) {
		journal.violation(entry, 'route', [`${operation.operationId} is not simulated`]);
		return { route };
	}
	const read = partner.contract.read(operation, params, request);
	read.problems = read.problems.filter((problem) => !partner.overlooks?.(problem, read.body));
	if (read.problems.length > 0) journal.violation(entry, 'request', read.problems.map(sentence));
	const call: Call = { operation, path, params, query: read.query, headers, body: read.body };
	return { route, work: { call, read, handler } };
}

/** Let the partner answer: credentials first, then the contract, then the work itself. */
export function answer(
	partner: AnyPartner,
	request: RawRequest,
	{ route, work }: RoutedRequest,
	entry: JournalEntry,
	journal: Journal,
): Answer {
	const { method, path } = request;
	const refuse = (refusal: Refusal) => partner.refuse({ ...refusal, path });
	if (!work) return partner.unmatched?.(method, path) ?? refuse(noSuchOperation(request, route));
	const { call, read, handler } = work;
	const offContract = (problems: Problem[], status: number) =>
		refuse({ status, message: 'The request is off the contract', problems });
	try {
		const stranger = partner.authenticate(call);
		if (stranger) return refuse(stranger);
		if (read.problems.length > 0) return offContract(read.problems, read.wrongContentType ? 415 : 400);
		const given = handler(call);
		const wrong = partner.contract.problemsOfAnswer(call.operation, given);
		return wrong.length === 0 ? given : ownFault(call.operation, wrong, entry, journal);
	} catch (error) {
		if (!(error instanceof OffContract)) return ownFault(call.operation, [String(error)], entry, journal);
		journal.violation(entry, 'request', error.problems.map(sentence));
		return offContract(error.problems, 400);
	}
}

function noSuchOperation({ method, path }: RawRequest, route: Route): Refusal {
	if (route.found) {
		const { operationId, notImplemented } = route.operation;
		return { status: 501, message: `The simulator does not play ${operationId}: ${notImplemented ?? ''}` };
	}
	return route.allowed.length > 0
		? { status: 405, message: `${path} takes ${route.allowed.join(', ')}, not ${method}` }
		: { status: 404, message: `There is no ${method} ${path} in the contract` };
}

/** An answer off the contract is a fault of the simulator's own, and must never teach anybody. */
function ownFault(operation: Operation, problems: string[], entry: JournalEntry, journal: Journal): Answer {
	journal.violation(entry, 'answer', problems);
	const message = `THE SIMULATOR BROKE THE CONTRACT in its answer to ${operation.operationId}: ${problems.join('; ')}`;
	process.emitWarning(message);
	return { status: 500, body: { message } };
}
