import { isRecord } from '../guards';

/** A secret that other numbers may contain by chance: the security code of a card. */
const CODE = /^\d{3,5}$/;

/** A number that may stand in a text with blanks and dashes in it: the number of a card. */
const LONG_NUMBER = /^\d{8,}$/;

/** Shortest text that is worth hiding; and in data, which a guess would spoil, shortest that is no chance. */
const SHORTEST_SECRET = 4;
const SHORTEST_IN_DATA = 8;

/**
 * Longest secret whose letters and digits are looked for as escapes too. No encoder has a reason to escape them, and
 * the pattern of a longer one takes seconds.
 */
const LONGEST_SPELT = 100;

/** Backslashes in front of something that was put into JSON, up to four times over. */
const SLASHES = '\\\\{1,8}';

/** The ends of a character in HTML, which a URL or JSON may have escaped in its turn. */
const SEMICOLON = `(?:;|%3[bB]|${SLASHES}u003[bB])`;
const HASH = `(?:#|%23|${SLASHES}u0023)`;

/** Names that HTML has for characters. */
const NAMES: Readonly<Record<string, string>> = {
	'&': 'amp',
	'<': 'lt',
	'>': 'gt',
	'"': 'quot',
	"'": 'apos',
};

/** What the Base64 of URLs writes in their place (RFC 4648 §5). */
const URL_BASE64: Readonly<Record<string, string>> = { '+': '-', '/': '_' };

/** A letter or digit of ASCII that JSON escapes: what is behind it is seen only once the JSON is read. */
const ESCAPED_IN_JSON = /\\u00[2-7]/i;

/** A hexadecimal number in a pattern, its digits in capitals or not. */
function hex(code: number, digits = 0): string {
	return code
		.toString(16)
		.padStart(digits, '0')
		.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

function literal(text: string): string {
	return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** A pattern for one character as it is, and as JSON, URLs, forms and HTML write it, also one inside the other. */
function spellingsOf(character: string): string {
	const code = character.codePointAt(0) ?? 0;
	const short = /^\\([^\\u])$/.exec(JSON.stringify(character).slice(1, -1))?.[1];
	const name = NAMES[character];
	const percent = [...Buffer.from(character)]
		.map((byte) => `(?:25){0,4}${hex(byte, 2)}`)
		.join(`(?:%|${SLASHES}u0025)`);
	const number = `${HASH}(?:0{0,6}${code}|[xX]0{0,6}${hex(code)})`;
	const entity = `(?:amp${SEMICOLON}){0,4}(?:${number}${name ? `|${name}` : ''})${SEMICOLON}`;
	const units = character.split('').map((unit) => `u${hex(unit.charCodeAt(0), 4)}`);
	const inJson = [
		units.join(SLASHES),
		`u0025${percent}`,
		`u0026${entity}`,
		// JSON's short escapes, and the one that only PHP uses.
		...(short ? [literal(short)] : []),
		...(character === '/' ? ['\\/'] : []),
	];
	// What begins alike stands together, so that no text, however odd, is gone through more than once per character.
	return [
		literal(character),
		`${SLASHES}(?:${inJson.join('|')})`,
		`%${percent}`,
		`(?:&|%26)${entity}`,
		...(character === ' ' ? ['\\+'] : []),
	].join('|');
}

/** A pattern for a text in which each character may be spelt in any way. */
function patternOf(text: string, { letters = false, between = '', base64 = false }): string {
	// Backslashes in a row are taken together: which of them belongs to which is a question without an end.
	return (text.match(/\\+|[^\\]/gu) ?? [])
		.map((piece) => {
			if (!letters && /^[A-Za-z0-9]$/.test(piece)) return piece;
			if (piece.startsWith('\\')) return `(?:${spellingsOf('\\')}){${piece.length},${8 * piece.length}}`;
			const other = base64 ? URL_BASE64[piece] : undefined;
			return `(?:${spellingsOf(piece)}${other ? `|${literal(other)}` : ''})`;
		})
		.join(between);
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

/**
 * Everything that a secret may look like, as the source of a pattern.
 *
 * @param letters whether its letters and digits may be escaped as well
 * @returns undefined for what is too short to be a secret
 */
function allForms(secret: string, letters: boolean): string | undefined {
	// By itself only: not as a piece of a longer number.
	if (CODE.test(secret)) return `(?<!\\d[.,]?)${secret}(?![.,]?\\d)`;
	if (secret.length < SHORTEST_SECRET) return undefined;
	return [
		patternOf(secret, {
			letters: letters && secret.length <= LONGEST_SPELT,
			between: LONG_NUMBER.test(secret) ? '[\\s-]{0,3}' : '',
		}),
		...encodedForms(secret)
			.filter((form) => form.length >= SHORTEST_SECRET)
			.map((form) => patternOf(form, { base64: true })),
		[...Buffer.from(secret)].map((byte) => hex(byte, 2)).join(''),
	].join('|');
}

/** A letter or digit of ASCII that JSON, a URL or HTML has escaped, which none of them has to. */
const ESCAPED_LETTER = /\\u00[3-7]|%(?:25)*[3-7]|&(?:amp;)*#|%26/i;

/** In data the same letters in another case are something else; a host name, which is in messages, has no capitals. */
type Kind = 'in data' | 'in messages' | 'letter by letter';

/** A text that may appear nowhere. What it looks like in each spelling is worked out once, at first use. */
export class Secret {
	private readonly patterns = new Map<Kind, RegExp | undefined>();

	constructor(readonly value: string) {}

	/** Takes it out of a message. */
	outOf(text: string): string {
		return this.takenOut(text, ESCAPED_LETTER.test(text) ? 'letter by letter' : 'in messages');
	}

	/** Takes it out of a text of data that a partner sent. */
	outOfData(text: string): string {
		return this.takenOut(text, 'in data');
	}

	/** Whether it stands in a text, letters in the same case. */
	isIn(text: string): boolean {
		return text.search(this.pattern('in data') ?? /(?!)/) >= 0;
	}

	private takenOut(text: string, kind: Kind): string {
		// No spelling is shorter than the secret itself, and most texts of a list are.
		if (text.length < this.value.length) return text;
		const pattern = this.pattern(kind);
		return pattern ? text.replace(pattern, '•••') : text;
	}

	private pattern(kind: Kind): RegExp | undefined {
		if (!this.patterns.has(kind)) {
			const source = allForms(this.value, kind === 'letter by letter');
			const flags = kind === 'in data' ? 'g' : 'gi';
			this.patterns.set(kind, source === undefined ? undefined : new RegExp(source, flags));
		}
		return this.patterns.get(kind);
	}
}

/** The longest first, because one may be a piece of another. */
function inOrder(secrets: Iterable<Secret>): Secret[] {
	return [...secrets].sort((a, b) => b.value.length - a.value.length);
}

/**
 * Removes every secret from a text, in whatever form it stands there. Takes as long as the text is.
 * What is shorter than four characters and no code is left: taking it out would garble the text and guard nothing.
 */
export function redact(text: string, secrets: Iterable<Secret>): string {
	return inOrder(secrets).reduce((rest, secret) => secret.outOf(rest), text);
}

/** Does something to every text, number and key in data; what stays the same is the very same, not a copy. */
function changeTexts(data: unknown, change: (text: string) => string): unknown {
	if (typeof data === 'string') return change(data);
	if (typeof data === 'number') {
		const text = change(String(data));
		return text === String(data) ? data : text;
	}
	const isList = Array.isArray(data);
	// What is none of these, such as a date, stays as it is.
	if (!isList && !(isRecord(data) && typeof data.toJSON !== 'function')) return data;
	const known = data as Record<string, unknown>;
	const changed = new Map<string, [string, unknown]>();
	for (const key of Object.keys(known)) {
		const one = changeTexts(known[key], change);
		const name = isList ? key : change(key);
		if (one !== known[key] || name !== key) changed.set(key, [name, one]);
	}
	if (changed.size === 0) return data;
	const entries = Object.entries(known).map((entry) => changed.get(entry[0]) ?? entry);
	return isList ? entries.map(([, one]) => one) : Object.fromEntries(entries);
}

/** The same as {@link redact} for every text, number and key in data. */
export function redactDeep(data: unknown, secrets: Iterable<Secret>): unknown {
	const all = inOrder(secrets);
	return changeTexts(data, (text) => all.reduce((rest, secret) => secret.outOf(rest), text));
}

/**
 * The same for data that a partner sent, for secrets that cannot stand there by chance.
 *
 * @param text what the data was read from; looking through it at once is quick, and nearly always enough
 */
export function redactResponse(data: unknown, text: string, secrets: Iterable<Secret>): unknown {
	const certain = inOrder(secrets).filter(({ value }) => value.length >= SHORTEST_IN_DATA);
	if (!ESCAPED_IN_JSON.test(text) && !certain.some((secret) => secret.isIn(text))) return data;
	return changeTexts(data, (one) => certain.reduce((rest, secret) => secret.outOfData(rest), one));
}
