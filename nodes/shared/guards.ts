import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * The value of the first of `names` that an object has. The exact spelling is preferred; then case does not matter,
 * because partners document one member as both `reference` and `Reference`.
 *
 * @param object a parsed JSON object; inherited members do not count
 * @returns undefined where the object has none of them
 */
export function member(object: object, ...names: string[]): unknown {
	const exact = names.find((name) => Object.hasOwn(object, name));
	if (exact !== undefined) return (object as Record<string, unknown>)[exact];
	const lowerCased = names.map((name) => name.toLowerCase());
	return Object.entries(object).find(([key]) => lowerCased.includes(key.toLowerCase()))?.[1];
}

/** Whether a value can be a partner's ID: a text that is not blank, or a safe integer (larger ones were rounded). */
export function isId(value: unknown): value is string | number {
	return typeof value === 'string' ? value.trim() !== '' : Number.isSafeInteger(value);
}

/** Whether a value is an object and neither null nor a list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A blank, or a character that nobody sees: some come along when a text is pasted. */
const UNSEEN = /[\s\p{Cf}]/u;

/** A text without blanks and unseen characters at its ends. */
export function trimmed(text: string): string {
	let end = text.length;
	while (end > 0 && UNSEEN.test(text.charAt(end - 1))) end--;
	let start = 0;
	while (start < end && UNSEEN.test(text.charAt(start))) start++;
	return text.slice(start, end);
}

/**
 * A text without what people take for no difference: letter case, unseen characters, blanks at its ends, the kind and
 * number of the blanks between its words, and whether an accent is a character of its own. Texts are compared by it, and
 * never sent.
 */
export function normalText(text: string): string {
	const visible = text.replace(/\p{Cf}/gu, '').trim();
	// NFC comes last: some letters have a composed form only as small ones.
	return visible.replace(/\s+/g, ' ').toLowerCase().normalize('NFC');
}

/** Whether two values are texts with the same {@link normalText}. */
export function isSameText(one: unknown, other: unknown): boolean {
	return typeof one === 'string' && typeof other === 'string' && normalText(one) === normalText(other);
}

/** The message of whatever was thrown. */
export function messageOf(thrown: unknown): string {
	return thrown instanceof Error ? thrown.message : String(thrown);
}

/** Whether two texts are equal. Takes the same time wherever they differ, so that it gives nothing away. */
export function sameSecret(a: string, b: string): boolean {
	const digest = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(digest(a), digest(b));
}
