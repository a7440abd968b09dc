import { member } from './member';
import type { PartnerWords } from './operation';

/** Longest piece of a partner's text that goes into a message, in characters. */
const LONGEST = 300;

/** How much of it is looked at: looking for the end of tags in megabytes of their beginnings takes minutes. */
const MOST_READ = 8_000;

/** A secret that other numbers may contain by chance: the security code of a card. */
const CODE = /^\d{3,5}$/;

/** Shortest text that is worth hiding; and in data, which a guess would spoil, shortest that is no chance. */
const SHORTEST_SECRET = 4;
const SHORTEST_IN_DATA = 8;

/** A record, that is anything with named members which is no list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One line of plain text out of whatever a partner or a proxy in between sent. */
export function plain(raw: string): string {
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
		if (typeof value === 'string' && value.trim() !== '') return plain(value);
	}
	return undefined;
}

/** Reads what most partners send: a plain text, or a member such as `message` or `error`. */
export function commonWords(body: unknown): PartnerWords {
	if (typeof body === 'string') return { message: plain(body) || undefined };
	if (!isRecord(body)) return {};
	const error = member(body, 'error');
	const inner = isRecord(error) ? error : undefined;
	const message =
		firstText(body, ['message', 'error', 'detail', 'title']) ?? (inner && firstText(inner, ['message']));
	return { message, details: errorLines(member(body, 'errors')) };
}

/** Lines out of an `errors` member: a list of texts, or a map from field to texts. */
export function errorLines(errors: unknown): string[] | undefined {
	if (typeof errors === 'string') return [plain(errors)];
	if (Array.isArray(errors))
		return errors.map((line) => plain(typeof line === 'string' ? line : JSON.stringify(line)));
	if (!isRecord(errors)) return undefined;
	return Object.entries(errors).map(([field, said]) =>
		plain(`${field}: ${Array.isArray(said) ? said.join(' ') : String(said)}`),
	);
}

/**
 * Base64 of a text wherever it stands in what was encoded, e.g. after a user name: for each of the three
 * places it can begin at, the characters that depend on it alone.
 */
function encodedForms(secret: string): string[] {
	const { length } = Buffer.from(secret);
	return [0, 1, 2].map((before) => {
		const encoded = Buffer.from('.'.repeat(before) + secret).toString('base64');
		return encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + length) * 8) / 6));
	});
}

/** A text that JSON, URLs and forms leave as it is. */
const PLAIN = /^[\w.-]+$/;

/** What was thrown, in words. */
export function messageOf(thrown: unknown): string {
	return thrown instanceof Error ? thrown.message : String(thrown);
}

/** How a text may stand in another: as it is, inside JSON, URL-encoded in each of its spellings, and in Base64. */
function formsOf(secret: string): string[] {
	const base64 = encodedForms(secret);
	const forms = [secret, ...base64, ...base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'))];
	if (PLAIN.test(secret)) return forms;
	const url = encodeURIComponent(secret);
	const inForm = new URLSearchParams([['', secret]]).toString().slice(1);
	const inJson = JSON.stringify(secret).slice(1, -1);
	return [
		...forms,
		inJson,
		// As PHP writes it.
		inJson.replaceAll('/', '\\/'),
		url,
		url.replace(/%../g, (code) => code.toLowerCase()),
		inForm,
	];
}

/** How a number may stand in a text: a long one with blanks and dashes in it, a short one only by itself. */
function numberIn(secret: string): RegExp | undefined {
	if (CODE.test(secret)) return new RegExp(`(?<!\\d[.,]?)${secret}(?![.,]?\\d)`, 'g');
	return /^\d{8,}$/.test(secret) ? new RegExp([...secret].join('[\\s-]{0,3}'), 'g') : undefined;
}

/**
 * Removes every secret from a text, in whatever form it stands there.
 * What is shorter than four characters and no code is left: taking it out would garble the text and guard nothing.
 */
export function blot(text: string, secrets: Iterable<string>): string {
	const all = [...secrets];
	const forms = all
		.filter((secret) => secret.length >= SHORTEST_SECRET && !CODE.test(secret))
		.flatMap(formsOf);
	const numbers = all.map(numberIn).filter((pattern) => pattern !== undefined);
	// The longest first, because one may be a piece of another.
	const clean = [...new Set(forms)]
		.filter((form) => form.length >= SHORTEST_SECRET)
		.sort((a, b) => b.length - a.length)
		.reduce((rest, form) => rest.replaceAll(form, '•••'), text);
	return numbers.reduce((rest, pattern) => rest.replace(pattern, '•••'), clean);
}

/** The same for data: every text, number and key in it. What is none of these, such as a date, stays as it is. */
export function blotAll(data: unknown, secrets: readonly string[]): unknown {
	if (Array.isArray(data)) return data.map((one) => blotAll(one, secrets));
	if (isRecord(data) && typeof data.toJSON !== 'function') {
		return Object.fromEntries(
			Object.entries(data).map(([key, one]) => [blot(key, secrets), blotAll(one, secrets)]),
		);
	}
	if (typeof data !== 'string' && typeof data !== 'number') return data;
	const clean = blot(String(data), secrets);
	return clean === String(data) ? data : clean;
}

/**
 * The same for data that a partner sent, for secrets that cannot stand there by chance.
 *
 * @param text what the data was read from; looking through it at once is quick, and nearly always enough
 */
export function blotData(data: unknown, text: string, secrets: Iterable<string>): unknown {
	const certain = [...secrets].filter((secret) => secret.length >= SHORTEST_IN_DATA);
	return certain.length === 0 || blot(text, certain) === text ? data : blotAll(data, certain);
}
