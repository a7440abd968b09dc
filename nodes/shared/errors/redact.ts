import { isRecord } from '../guards';

/** A short number, such as a card's security code. Other numbers may contain it by chance. */
const SHORT_CODE = /^\d{3,5}$/;

/** A long number, such as a card number. People write it with blanks and dashes. */
const LONG_NUMBER = /^\d{8,}$/;

/** Minimum length of a secret to redact in messages, and in data, where a chance match would spoil a value. */
const MIN_LENGTH = 4;
const MIN_LENGTH_IN_DATA = 8;

/**
 * Maximum length of a secret whose letters and digits are also searched in escaped form. Encoders have no reason to
 * escape them, and the pattern for a longer secret takes seconds.
 */
const MAX_LENGTH_WITH_ESCAPED_LETTERS = 100;

/** The backslashes before an escape: one, or up to eight where JSON was nested in JSON up to four times. */
const BACKSLASHES = '\\\\{1,8}';

/** The `;` and `#` of HTML entities, also as URLs and JSON escape them. */
const SEMICOLON = `(?:;|%3[bB]|${BACKSLASHES}u003[bB])`;
const HASH = `(?:#|%23|${BACKSLASHES}u0023)`;

/** Named HTML entities. */
const HTML_ENTITIES: Readonly<Record<string, string>> = {
	'&': 'amp',
	'<': 'lt',
	'>': 'gt',
	'"': 'quot',
	"'": 'apos',
};

/** Characters of Base64 and what URL-safe Base64 has instead (RFC 4648 §5). */
const URL_BASE64: Readonly<Record<string, string>> = { '+': '-', '/': '_' };

/** An ASCII character escaped in JSON. A secret with one is found only after the JSON is parsed. */
const ESCAPED_IN_JSON = /\\u00[2-7]/i;

/** A pattern for a hexadecimal number in either case, padded with zeros to `digits`. */
function hexPattern(code: number, digits = 0): string {
	return code
		.toString(16)
		.padStart(digits, '0')
		.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

function escapeRegExp(text: string): string {
	return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** A pattern for one character: plain, or as JSON, URLs, forms and HTML encode it, also nested. */
function encodingsOf(character: string): string {
	const code = character.codePointAt(0) ?? 0;
	const shortEscape = /^\\([^\\u])$/.exec(JSON.stringify(character).slice(1, -1))?.[1];
	const entityName = HTML_ENTITIES[character];
	const percent = [...Buffer.from(character)]
		.map((byte) => `(?:25){0,4}${hexPattern(byte, 2)}`)
		.join(`(?:%|${BACKSLASHES}u0025)`);
	const numericEntity = `${HASH}(?:0{0,6}${code}|[xX]0{0,6}${hexPattern(code)})`;
	const entity = `(?:amp${SEMICOLON}){0,4}(?:${numericEntity}${entityName ? `|${entityName}` : ''})${SEMICOLON}`;
	const units = character.split('').map((unit) => `u${hexPattern(unit.charCodeAt(0), 4)}`);
	const inJson = [
		units.join(BACKSLASHES),
		`u0025${percent}`,
		`u0026${entity}`,
		// JSON's short escapes, and "\/", which PHP writes.
		...(shortEscape ? [escapeRegExp(shortEscape)] : []),
		...(character === '/' ? ['\\/'] : []),
	];
	// Alternatives with a common start share a branch, so that matching needs no backtracking on any text.
	return [
		escapeRegExp(character),
		`${BACKSLASHES}(?:${inJson.join('|')})`,
		`%${percent}`,
		`(?:&|%26)${entity}`,
		...(character === ' ' ? ['\\+'] : []),
	].join('|');
}

/** A pattern for a text in which each character may be encoded in any of those ways. */
function patternOf(text: string, { escapedLetters = false, separator = '', base64 = false }): string {
	// A run of backslashes is one piece: matched one by one, their escapes would be ambiguous and backtrack without end.
	return (text.match(/\\+|[^\\]/gu) ?? [])
		.map((piece) => {
			if (!escapedLetters && /^[A-Za-z0-9]$/.test(piece)) return piece;
			if (piece.startsWith('\\')) return `(?:${encodingsOf('\\')}){${piece.length},${8 * piece.length}}`;
			const urlVariant = base64 ? URL_BASE64[piece] : undefined;
			return `(?:${encodingsOf(piece)}${urlVariant ? `|${escapeRegExp(urlVariant)}` : ''})`;
		})
		.join(separator);
}

/**
 * The Base64 of a text that may stand inside a longer one, e.g. after a user name. Base64 encodes three bytes at a time,
 * so there are three forms; each has only the characters that depend on the secret alone.
 */
function base64Forms(secret: string): string[] {
	const { length } = Buffer.from(secret);
	return [0, 1, 2].map((before) => {
		const encoded = Buffer.from('.'.repeat(before) + secret).toString('base64');
		return encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + length) * 8) / 6));
	});
}

/**
 * The source of a pattern for all forms of a secret: encoded text, Base64 and hexadecimal.
 *
 * @param escapedLetters whether its letters and digits may be escaped as well
 * @returns undefined for a text that is too short to be redacted
 */
function patternSourceOf(secret: string, escapedLetters: boolean): string | undefined {
	// Not as a piece of a longer number.
	if (SHORT_CODE.test(secret)) return `(?<!\\d[.,]?)${secret}(?![.,]?\\d)`;
	if (secret.length < MIN_LENGTH) return undefined;
	return [
		patternOf(secret, {
			escapedLetters: escapedLetters && secret.length <= MAX_LENGTH_WITH_ESCAPED_LETTERS,
			separator: LONG_NUMBER.test(secret) ? '[\\s-]{0,3}' : '',
		}),
		...base64Forms(secret).map((form) => patternOf(form, { base64: true })),
		[...Buffer.from(secret)].map((byte) => hexPattern(byte, 2)).join(''),
	].join('|');
}

/** A letter or digit of ASCII that was escaped although no format demands it, or the `%` or `&` of such an escape. */
const ESCAPED_LETTER = /\\u00(?:[3-7]|2[56])|%(?:25)*[3-7]|&(?:amp;)*#|%26/i;

/** Data is searched in exact case. Messages are searched in any case, because host names in them are in lower case. */
type Kind = 'in data' | 'in messages' | 'letter by letter';

/** A text to redact. Its patterns are built at first use. */
export class Secret {
	private readonly patterns = new Map<Kind, RegExp | undefined>();

	constructor(readonly value: string) {}

	/** Replaces it in a message. */
	redactMessage(text: string): string {
		return this.replaceIn(text, ESCAPED_LETTER.test(text) ? 'letter by letter' : 'in messages');
	}

	/** Replaces it in a text of a partner's data. */
	redactData(text: string): string {
		return this.replaceIn(text, 'in data');
	}

	/** Whether a text contains it, in exact case. */
	isIn(text: string): boolean {
		return text.search(this.pattern('in data') ?? /(?!)/) >= 0;
	}

	private replaceIn(text: string, kind: Kind): string {
		// No form is shorter than the secret itself; this skips most texts of a list.
		if (text.length < this.value.length) return text;
		const pattern = this.pattern(kind);
		return pattern ? text.replace(pattern, '•••') : text;
	}

	private pattern(kind: Kind): RegExp | undefined {
		if (!this.patterns.has(kind)) {
			const source = patternSourceOf(this.value, kind === 'letter by letter');
			const flags = kind === 'in data' ? 'g' : 'gi';
			this.patterns.set(kind, source === undefined ? undefined : new RegExp(source, flags));
		}
		return this.patterns.get(kind);
	}
}

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

/**
 * Like {@link redactDeep}, for a partner's data: only secrets of eight characters or more, which do not match by chance.
 *
 * @param text what the data was parsed from; searching it first is fast and nearly always finds nothing
 */
export function redactResponse(data: unknown, text: string, secrets: Iterable<Secret>): unknown {
	const longSecrets = longestFirst(secrets).filter(({ value }) => value.length >= MIN_LENGTH_IN_DATA);
	if (!ESCAPED_IN_JSON.test(text) && !longSecrets.some((secret) => secret.isIn(text))) return data;
	return mapTexts(data, (dataText) =>
		longSecrets.reduce((rest, secret) => secret.redactData(rest), dataText),
	);
}
