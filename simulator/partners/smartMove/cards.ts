import type { components } from '../../../openapi/types/smartmove';

type CreditCard = components['schemas']['CreditCard'];
/** The makes of card. */
export type CardType = components['schemas']['CardType'];

/**
 * The only cards the simulator takes, so that nobody tries a real one. Any number ending in 0002 is declined.
 */
export const TEST_CARDS: Record<string, CardType> = {
	'4000000000000000': 'visa',
	'4111111111111111': 'visa',
	'5100000000000000': 'mastercard',
	'5555555555554444': 'mastercard',
	'6011000000000000': 'discover',
	'340000000000000': 'amex',
};

/** Why a card does not pay, in words that never repeat its number; undefined when it does. */
export function cardProblem(card: CreditCard, now: number): string | undefined {
	if (!/^\d+$/.test(card.cardNumber)) return 'The card number must be digits only.';
	if (expired(card, now)) return 'The credit card has expired.';
	if (card.cardNumber.endsWith('0002')) return 'The credit card was declined.';
	const type = TEST_CARDS[card.cardNumber];
	if (type === undefined) return 'The simulator takes its own test cards only; its welcome page lists them.';
	return type === card.cardType ? undefined : `The card number does not belong to ${card.cardType}.`;
}

// A card is good until its month is over.
function expired({ expireMonth, expireYear }: CreditCard, now: number): boolean {
	const [month, year] = [Number(expireMonth), Number(expireYear)];
	if (!/^\d{2}$/.test(expireMonth) || !/^\d{4}$/.test(expireYear) || month < 1 || month > 12) return true;
	return now >= Date.UTC(year, month, 1);
}

/**
 * An order's body as it may be kept: digits of card number and security code become asterisks, all but the last
 * four of a long number. Other bodies are kept as they came, and what is not JSON is not kept at all.
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

// The length stays visible: it tells whether spaces were stripped.
function maskDigits(value: unknown, shownDigits: number): string {
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	const hidden = text.length > 12 ? text.length - shownDigits : text.length;
	return '*'.repeat(hidden) + text.slice(hidden);
}
