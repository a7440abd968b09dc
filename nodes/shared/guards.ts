import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * The member of an object under one of its names. A name as it is given counts first, then one in other letters:
 * The Moving Portal documents both `tmpReference` and `TmpReference` (The Moving Portal’s contract §8 no. 5).
 *
 * @param object what JSON holds in braces; what it inherits is no member
 * @returns undefined where there is none
 */
export function member(object: object, ...names: string[]): unknown {
	const given = names.find((name) => Object.hasOwn(object, name));
	if (given !== undefined) return (object as Record<string, unknown>)[given];
	const wanted = names.map((name) => name.toLowerCase());
	return Object.entries(object).find(([key]) => wanted.includes(key.toLowerCase()))?.[1];
}

/** Whether a value names something at a partner: a text with something in it, or a number that JSON kept whole. */
export function isId(value: unknown): value is string | number {
	return typeof value === 'string' ? value.trim() !== '' : Number.isSafeInteger(value);
}

/** A record, that is anything with named members which is no list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What was thrown, in words. */
export function messageOf(thrown: unknown): string {
	return thrown instanceof Error ? thrown.message : String(thrown);
}

/** Whether two texts are the same, in a time that does not tell how much of them is. */
export function sameSecret(a: string, b: string): boolean {
	const digest = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(digest(a), digest(b));
}
