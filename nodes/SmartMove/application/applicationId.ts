import { isRecord } from '../../shared/words';

/** Members that may hold the ID, or an object that holds it. */
const PLACES = ['ApplicationId', 'applicationId', 'data'];

/**
 * The application ID in whatever shape it came: a number, a text, or an object (contract §9 no. 18).
 *
 * @returns a number; the text where it has leading zeros, which a number would lose; undefined when there is none
 */
export function readApplicationId(body: unknown): number | string | undefined {
	if (isRecord(body))
		return PLACES.map((place) => readApplicationId(body[place])).find((id) => id !== undefined);
	const text = typeof body === 'string' || typeof body === 'number' ? String(body).trim() : '';
	if (!/^\d+$/.test(text)) return undefined;
	return String(Number(text)) === text ? Number(text) : text;
}
