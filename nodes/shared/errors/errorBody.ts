import { isRecord, member } from '../guards';
import type { ApiErrorInfo } from '../operation';

/** The most characters of a partner's text that go into a message. */
const MAX_TEXT_LENGTH = 300;

/** The most characters that are searched for HTML tags. In megabytes of unclosed tags the search takes minutes. */
const MAX_READ_LENGTH = 8_000;

/** The most lines about single fields that are passed on. */
const MAX_LINES = 50;

/** One line of plain text from what a partner or a proxy sent. Of a web page it is the title. */
export function toPlainText(raw: string): string {
	const beginning = raw.slice(0, MAX_READ_LENGTH);
	const title = /<title[^>]*>([^<]+)<\/title>/i.exec(beginning)?.[1];
	const text = (title ?? beginning)
		.replace(/<(script|style)[\s\S]*?<\/\1>/gi, ' ')
		.replace(/<[^>]*>/g, ' ')
		.replace(/\s+/g, ' ')
		.trim();
	return text.length > MAX_TEXT_LENGTH ? `${text.slice(0, MAX_TEXT_LENGTH)}…` : text;
}

/** The first of the named members that is a text and not blank, as plain text. The case of names does not matter. */
export function firstText(body: Record<string, unknown>, names: readonly string[]): string | undefined {
	for (const name of names) {
		const value = member(body, name);
		if (typeof value === 'string' && value.trim() !== '') return toPlainText(value);
	}
	return undefined;
}

/** Reads the error bodies that are common among APIs: a plain text, or a member such as `message` or `error`. */
export function readCommonError(body: unknown): ApiErrorInfo {
	if (typeof body === 'string') return { message: toPlainText(body) || undefined };
	if (!isRecord(body)) return {};
	const error = member(body, 'error');
	const nested = isRecord(error) ? error : undefined;
	const message =
		firstText(body, ['message', 'error', 'detail', 'title']) ?? (nested && firstText(nested, ['message']));
	return { message, details: errorLines(member(body, 'errors')) };
}

/**
 * The lines of an `errors` member: a text, a list of texts, or a map from field to texts.
 *
 * @param nameOf the name of a field in its line
 * @returns at most fifty lines and one that says how many more there are; undefined for any other value
 */
export function errorLines(errors: unknown, nameOf = (field: string): string => field): string[] | undefined {
	if (typeof errors === 'string') return [toPlainText(errors)];
	if (Array.isArray(errors))
		return firstLines(errors, (line) => (typeof line === 'string' ? line : JSON.stringify(line)));
	if (!isRecord(errors)) return undefined;
	return firstLines(Object.keys(errors), (field) => {
		const problem = errors[field];
		const texts: unknown[] = Array.isArray(problem) ? problem : [problem];
		return `${nameOf(field)}: ${texts.slice(0, MAX_LINES).map(String).join(' ')}`;
	});
}

function firstLines<T>(all: readonly T[], toLine: (entry: T) => string): string[] {
	const lines = all.slice(0, MAX_LINES).map((entry) => toPlainText(toLine(entry)));
	return all.length > MAX_LINES ? [...lines, `and ${all.length - MAX_LINES} more`] : lines;
}
