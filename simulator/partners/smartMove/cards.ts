import type { components } from '../../../openapi/types/smartmove';

type CreditCard = components['schemas']['CreditCard'];
/** The types of card. */
export type CardType = components['schemas']['CardType'];

/** The only cards that the simulator accepts, so that nobody tries a real one. Numbers ending in 0002 are declined. */
export const TEST_CARDS: Record<string, CardType> = {
	'4000000000000000': 'visa',
	'4111111111111111': 'visa',
	'5100000000000000': 'mastercard',
	'5555555555554444': 'mastercard',
	'6011000000000000': 'discover',
	'340000000000000': 'amex',
};

/** Why a card is not accepted, without its number; undefined when it is. */
export function cardProblem(card: CreditCard, now: number): string | undefined {
	if (!/^\d+$/.test(card.cardNumber)) return 'The card number must be digits only.';
	if (expired(card, now)) return 'The credit card has expired.';
	if (card.cardNumber.endsWith('0002')) return 'The credit card was declined.';
	const type = TEST_CARDS[card.cardNumber];
	if (type === undefined) return 'The simulator takes its own test cards only; its index page lists them.';
	return type === card.cardType ? undefined : `The card number does not belong to ${card.cardType}.`;
}

// A card is valid until the end of its month.
function expired({ expireMonth, expireYear }: CreditCard, now: number): boolean {
	const [month, year] = [Number(expireMonth), Number(expireYear)];
	if (!/^\d{2}$/.test(expireMonth) || !/^\d{4}$/.test(expireYear) || month < 1 || month > 12) return true;
	return now >= Date.UTC(year, month, 1);
}

/**
 * A request body for the journal. Digits of card number and security code become asterisks, except the last four of a
 * long number. Bodies without a card stay as sent; what is not JSON is not recorded, because it may contain a card.
 */
export function redactCard(bodyText: string): string {
	if (bodyText.trim() === '') return bodyText;
	let body: unknown;
	try {
		body = JSON.parse(bodyText);
	} catch {
		return `(${bodyText.length} characters that are not JSON; not kept, for there may be a card among them)`;
	}
	const masked = JSON.stringify(mask(body));
	return masked === JSON.stringify(body) ? bodyText : masked;
}

function mask(value: unknown, key = ''): unknown {
	if (/^card_?number$/i.test(key)) return maskDigits(value, 4);
	if (/^card_?security$/i.test(key)) return maskDigits(value, 0);
	if (Array.isArray(value)) return value.map((one) => mask(one));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, mask(child, name)]));
}

// The length is kept, because it shows whether the caller has removed spaces.
function maskDigits(value: unknown, shownDigits: number): string {
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	const hidden = text.length > 12 ? text.length - shownDigits : text.length;
	return '*'.repeat(hidden) + text.slice(hidden);
}
