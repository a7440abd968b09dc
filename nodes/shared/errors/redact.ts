import { isRecord } from '../guards';
import { isTooDeep, parse, type Parsed } from '../json';
import type { Secret } from './secret';

/** Minimum length of a secret to redact in data, where a chance match would spoil a value. */
const MIN_LENGTH_IN_DATA = 8;

/** An ASCII character escaped in JSON. A secret with one is found only after the JSON is parsed. */
const ESCAPED_IN_JSON = /\\u00[2-7]/i;

/** Secrets, the longest first: one may be a part of another. */
function longestFirst(secrets: Iterable<Secret>): Secret[] {
	return [...secrets].sort((a, b) => b.value.length - a.value.length);
}

/**
 * Replaces every secret in a message, in all its forms. Takes time linear in the length of the text. Secrets shorter
 * than four characters stay, unless they are numbers of three: replacing them would garble the text and hide nothing.
 */
export function redact(text: string, secrets: Iterable<Secret>): string {
	return longestFirst(secrets).reduce((rest, secret) => secret.redactMessage(rest), text);
}

/** Applies `change` to every text, number and key in data. Parts without a change are returned as they are, not copied. */
function mapTexts(data: unknown, change: (text: string) => string): unknown {
	if (typeof data === 'string') return change(data);
	if (typeof data === 'number') {
		const text = change(String(data));
		return text === String(data) ? data : text;
	}
	const isList = Array.isArray(data);
	// Anything else, such as a date, stays as it is.
	if (!isList && !(isRecord(data) && typeof data.toJSON !== 'function')) return data;
	const members = data as Record<string, unknown>;
	const changed = new Map<string, [string, unknown]>();
	for (const key of Object.keys(members)) {
		const value = mapTexts(members[key], change);
		const name = isList ? key : change(key);
		if (value !== members[key] || name !== key) changed.set(key, [name, value]);
	}
	if (changed.size === 0) return data;
	const entries = Object.entries(members).map((entry) => changed.get(entry[0]) ?? entry);
	return isList ? entries.map(([, value]) => value) : Object.fromEntries(entries);
}

/** Like {@link redact}, for every text, number and key in data. */
export function redactDeep(data: unknown, secrets: Iterable<Secret>): unknown {
	const all = longestFirst(secrets);
	return mapTexts(data, (text) => all.reduce((rest, secret) => secret.redactMessage(rest), text));
}

/** What a partner sends: data, or the words of a refusal. */
export type Sent = 'data' | 'words';

/**
 * A character that JSON has in a text only, and not in a number, `true`, `false`, `null` or between values. In any case,
 * because words are searched in any case.
 */
const IN_TEXT_ONLY = /[^-+.\detrufalsn,:{}[\]\s]/i;

/**
 * Whether the secrets in a JSON text are those in its data: nothing is escaped in it, no secret reaches out of a text,
 * which would take a quotation mark, and none is a number, which has many spellings.
 */
function isLiteral(text: string, secrets: readonly Secret[]): boolean {
	const isPlain = ({ value }: Secret) => !value.includes('"') && IN_TEXT_ONLY.test(value);
	return !text.includes('\\') && secrets.every(isPlain);
}

/**
 * A text that a partner sent, without secrets: of its words as {@link redact} does; of data only those of eight
 * characters or more, which do not match by chance.
 *
 * It is searched before it is parsed, which is much faster than to search what was parsed.
 */
export class ReceivedText {
	/** The text. It has secrets still where only a search of its data can find them. */
	readonly text: string;

	private readonly isClean: boolean;

	private readonly redact: (part: string) => string;

	constructor(text: string, sent: Sent, secrets: Iterable<Secret>) {
		const isData = sent === 'data';
		const sought = longestFirst(secrets).filter(({ value }) => !isData || value.length >= MIN_LENGTH_IN_DATA);
		this.redact = (part) =>
			sought.reduce((rest, secret) => (isData ? secret.redactData(rest) : secret.redactMessage(rest)), part);
		const redacted = this.redact(text);
		const isExact = isLiteral(text, sought);
		this.text = isExact ? redacted : text;
		this.isClean = isExact || (isData && redacted === text && !ESCAPED_IN_JSON.test(text));
	}

	/** Parses it as JSON. A value that is nested too deep may have secrets still. */
	parse(): Parsed & { isTooDeep: boolean } {
		const parsed = parse(this.text);
		const tooDeep = isTooDeep(parsed.value);
		const value = this.isClean || tooDeep ? parsed.value : mapTexts(parsed.value, this.redact);
		return { ...parsed, value, isTooDeep: tooDeep };
	}
}
