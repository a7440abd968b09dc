import { isRecord } from '../../shared/guards';

/** Members that may hold the ID, or an object with the ID. */
const ID_KEYS = ['ApplicationId', 'applicationId', 'data'];

/**
 * Reads an application ID from a number, a text, or an object (contract §9 no. 18).
 *
 * @returns a number, or a text where a number would lose leading zeros or digits; undefined when there is none, or when
 *   it came as a number that has lost digits already
 */
export function readApplicationId(body: unknown): number | string | undefined {
	if (isRecord(body))
		return ID_KEYS.map((key) => readApplicationId(body[key])).find((id) => id !== undefined);
	const text = typeof body === 'string' || typeof body === 'number' ? String(body).trim() : '';
	if (!/^\d+$/.test(text) || (typeof body === 'number' && !Number.isSafeInteger(body))) return undefined;
	const number = Number(text);
	return Number.isSafeInteger(number) && String(number) === text ? number : text;
}

/**
 * Whether two IDs are the same, apart from leading zeros. They are compared as texts, because different numbers of more
 * than 15 digits can be rounded to the same one.
 */
export function isSameApplication(one: number | string, other: number | string): boolean {
	const digits = (id: number | string) => String(id).replace(/^0+(?=\d)/, '');
	return digits(one) === digits(other);
}
