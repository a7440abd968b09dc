/** A short number, such as a card's security code. Other numbers may contain it by chance. */
const SHORT_CODE = /^\d{3,5}$/;

/** A long number, such as a card number. People write it with blanks and dashes. */
const LONG_NUMBER = /^\d{8,}$/;

/** What stands in the place of a secret. In ASCII: one other character doubles the memory that a long text takes. */
const REDACTED = '***';

/** Minimum length of a secret to redact. */
const MIN_LENGTH = 4;

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

	private replaceIn(text: string, kind: Kind): string {
		// No form is shorter than the secret itself; this skips most texts of a list.
		if (text.length < this.value.length) return text;
		const pattern = this.pattern(kind);
		return pattern ? text.replace(pattern, REDACTED) : text;
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
