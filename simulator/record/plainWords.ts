import type { Problem } from '../contract/problems';
import { faultTitle } from '../magicValues';
import { PARTNER_NAMES, PARTNERS } from '../partners';
import type { Simulation } from '../simulation';
import type { JournalEntry, Violation } from './journal';

/** A request as the page tells it. */
export interface ToldRequest {
	id: number;
	/** Simulated time. */
	at: string;
	/** `n8n asked Movem to list every application of the account: 14`. */
	sentence: string;
	/** The method and path as sent. */
	line: string;
	status: number | null;
	/**
	 * `kept`: as the contract says · `refused`: by a rule of the partner · `broken`: off the contract · `fault`: what was
	 * switched on or provoked · `waiting`: not answered yet.
	 */
	verdict: 'kept' | 'refused' | 'broken' | 'fault' | 'waiting';
	/** The names of the faults that happened to it. */
	faults: string[];
	/** What is wrong with it. */
	problems: Array<{ where: string; message: string; document?: string }>;
	/** What the partner's document says about the operation, for one that is off the contract or refused. */
	document?: string;
}

/** The latest requests in plain words, newest first. */
export function latestRequests(simulation: Simulation, limit: number): ToldRequest[] {
	const entries = simulation.journal.latest(limit);
	const since = (entries[0]?.id ?? 1) - 1;
	const violations = simulation.journal.violations({ since });
	return entries
		.map((entry) =>
			told(
				simulation,
				entry,
				violations.filter(({ requestId }) => requestId === entry.id),
			),
		)
		.reverse();
}

function told(simulation: Simulation, entry: JournalEntry, violations: Violation[]): ToldRequest {
	const { id, at, method, path, status, faults } = entry;
	const operation = simulation
		.partner(entry.provider)
		?.contract.operations.find(({ operationId }) => operationId === entry.operationId);
	const asked = operation
		? `to ${operation.summary.charAt(0).toLowerCase()}${operation.summary.slice(1)}`
		: `for ${method} ${path}, which its document does not have`;
	const documented = operation?.responseDescriptions.get(String(status));
	const verdict = verdictOf(entry, violations);
	const outcome = outcomeOf(entry, violations, documented);
	const request: ToldRequest = {
		id,
		at,
		sentence: `${callerOf(entry)} asked ${nameOf(entry.provider)} ${asked}: ${outcome}`,
		line: `${method} ${path}`,
		status,
		verdict,
		faults: faults.map(faultTitle),
		problems: violations.flatMap(problemsOf),
	};
	if (operation?.description && (verdict === 'broken' || verdict === 'refused'))
		request.document = operation.description;
	return request;
}

function verdictOf(
	{ method, status, faults }: JournalEntry,
	violations: Violation[],
): ToldRequest['verdict'] {
	if (violations.length > 0) return 'broken';
	if (faults.length > 0) return 'fault';
	if (status === null) return 'waiting';
	// A HEAD asks whether there is something, so its 404 is the answer no.
	if (method === 'HEAD' && status === 404) return 'kept';
	return status >= 400 ? 'refused' : 'kept';
}

function outcomeOf(
	{ status, answer, faults }: JournalEntry,
	violations: Violation[],
	documented: string | undefined,
): string {
	if (status === null)
		return faults.some((kind) => kind.startsWith('drop')) ? 'the connection was broken' : 'no answer yet';
	// What is wrong with an invalid request is listed field by field, so its message would say it twice.
	const said = violations.some(({ details }) => details.length > 0) ? undefined : answer;
	return said ?? documented ?? `HTTP ${status}`;
}

function problemsOf({ problems, details }: Violation): ToldRequest['problems'] {
	if (details.length === 0) return problems.map((message) => ({ where: '', message }));
	return details.map(({ where, field, message, document }: Problem) => ({
		where: [where, field].filter((part) => part !== '').join(' '),
		message,
		...(document === undefined ? {} : { document }),
	}));
}

/** n8n names itself; so does curl. */
function callerOf({ headers }: JournalEntry): string {
	const agent = String(headers['user-agent'] ?? '');
	return /^[\w.-]+/.exec(agent)?.[0] ?? 'Somebody';
}

function nameOf(provider: string): string {
	const name = PARTNER_NAMES.find((one) => PARTNERS[one].prefix === provider);
	return name === undefined ? provider : PARTNERS[name].name;
}
