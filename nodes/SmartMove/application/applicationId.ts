import { isRecord } from '../../shared/guards';

/** Members that may hold the ID, or an object that holds it. */
const ID_KEYS = ['ApplicationId', 'applicationId', 'data'];

/**
 * The application ID in whatever shape it came: a number, a text, or an object (contract §9 no. 18).
 *
 * @returns a number; the text where a number would lose leading zeros or its last digits; undefined when there is none,
 *   or a number that has lost its last digits already
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
 * Whether two IDs name the same application, whatever zeros they begin with. They are compared as texts: as numbers,
 * two that are longer than 15 digits can be rounded to the same.
 */
export function isSameApplication(one: number | string, other: number | string): boolean {
	const digits = (id: number | string) => String(id).replace(/^0+(?=\d)/, '');
	return digits(one) === digits(other);
}
