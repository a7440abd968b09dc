import { isRecord, member } from '../guards';
import type { ApiErrorInfo } from '../operation';

/** Longest piece of a partner's text that goes into a message, in characters. */
const LONGEST = 300;

/** How much of it is looked at: looking for the end of tags in megabytes of their beginnings takes minutes. */
const MOST_READ = 8_000;

/** Most lines about single fields that are passed on; whoever has more wrong than that has one thing wrong. */
const MOST_LINES = 50;

/** One line of plain text out of whatever a partner or a proxy in between sent. */
export function toPlainText(raw: string): string {
	const beginning = raw.slice(0, MOST_READ);
	const title = /<title[^>]*>([^<]+)<\/title>/i.exec(beginning)?.[1];
	const text = (title ?? beginning)
		.replace(/<(script|style)[\s\S]*?<\/\1>/gi, ' ')
		.replace(/<[^>]*>/g, ' ')
		.replace(/\s+/g, ' ')
		.trim();
	return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** First of the named members, in any case of letters, that is a text with something in it. */
export function firstText(body: Record<string, unknown>, names: readonly string[]): string | undefined {
	for (const name of names) {
		const value = member(body, name);
		if (typeof value === 'string' && value.trim() !== '') return toPlainText(value);
	}
	return undefined;
}

/** Reads what most partners send: a plain text, or a member such as `message` or `error`. */
export function readCommonError(body: unknown): ApiErrorInfo {
	if (typeof body === 'string') return { message: toPlainText(body) || undefined };
	if (!isRecord(body)) return {};
	const error = member(body, 'error');
	const inner = isRecord(error) ? error : undefined;
	const message =
		firstText(body, ['message', 'error', 'detail', 'title']) ?? (inner && firstText(inner, ['message']));
	return { message, details: errorLines(member(body, 'errors')) };
}

/**
 * Lines out of an `errors` member: a list of texts, or a map from field to texts.
 *
 * @returns at most fifty, and a last one that says how many there are beside
 */
export function errorLines(errors: unknown): string[] | undefined {
	if (typeof errors === 'string') return [toPlainText(errors)];
	if (Array.isArray(errors))
		return firstLines(errors, (line) => (typeof line === 'string' ? line : JSON.stringify(line)));
	if (!isRecord(errors)) return undefined;
	return firstLines(Object.entries(errors), ([field, said]) => {
		const texts: unknown[] = Array.isArray(said) ? said : [said];
		return `${field}: ${texts.slice(0, MOST_LINES).map(String).join(' ')}`;
	});
}

function firstLines<T>(all: readonly T[], line: (one: T) => string): string[] {
	const lines = all.slice(0, MOST_LINES).map((one) => toPlainText(line(one)));
	return all.length > MOST_LINES ? [...lines, `and ${all.length - MOST_LINES} more`] : lines;
}
