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
 * Whether the secrets in a JSON text are those in its data: nothing in it is escaped, no secret can reach from one value
 * into the next, and none can be a number, which has many spellings.
 */
function isLiteral(text: string, secrets: readonly Secret[]): boolean {
	return !text.includes('\\') && !secrets.some(({ value }) => /^\d+$|"/.test(value));
}

/**
 * A text that a partner sent, without secrets: of its words as {@link redact} does; of data only those of eight
 * characters or more, which do not match by chance.
 *
 * It is searched before it is parsed, which is much faster than to search what was parsed.
 */
export class ReceivedText {
	private readonly sought: Secret[];

	private readonly redacted: string;

	constructor(
		private readonly text: string,
		private readonly sent: Sent,
		secrets: Iterable<Secret>,
	) {
		this.sought = longestFirst(secrets).filter(
			({ value }) => sent === 'words' || value.length >= MIN_LENGTH_IN_DATA,
		);
		this.redacted = this.redact(text);
	}

	/** Parses it as JSON. A value that is nested too deep may contain secrets still. */
	parse(): Parsed & { isTooDeep: boolean } {
		const { text, redacted } = this;
		const isExact = isLiteral(text, this.sought);
		const inText = parse(isExact ? redacted : text);
		// A secret that was cut out of a number leaves no JSON.
		const isWhole = inText.isJson || redacted === text;
		const parsed = isExact && !isWhole ? parse(text) : inText;
		const tooDeep = isTooDeep(parsed.value);
		const isClean = isExact
			? isWhole
			: redacted === text && this.sent === 'data' && !ESCAPED_IN_JSON.test(text);
		const value = isClean || tooDeep ? parsed.value : mapTexts(parsed.value, (part) => this.redact(part));
		return { ...parsed, value, isTooDeep: tooDeep };
	}

	private redact(part: string): string {
		return this.sought.reduce(
			(rest, secret) => (this.sent === 'data' ? secret.redactData(rest) : secret.redactMessage(rest)),
			part,
		);
	}
}
