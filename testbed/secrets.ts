import { TEST_CARDS } from '../simulator/partners/smartMove/cards';
import type { Simulator } from '../simulator/http/server';
import { credentialSeeds } from './simulatedCredentials';

/** A text that may stand only in an encrypted credential. */
export interface Secret {
	/** What to call it in a report, e.g. "movemApi apiKey". */
	name: string;
	value: string;
}

/** A secret found where it must not be. */
export interface Leak {
	secret: string;
	place: string;
	/** The text around it. */
	excerpt: string;
}

/** Fields of the credentials that are a secret or half of one. */
const MASKED = ['apiKey', 'accessToken', 'password', 'secretKey', 'postbackUser', 'postbackPassword'];

/** The secrets that a simulator accepts: those in its credentials and every token it has issued. */
export function keysOf(simulator: Pick<Simulator, 'url' | 'control'>): Secret[] {
	const typed = credentialSeeds(simulator.url).flatMap(({ type, data }) =>
		MASKED.filter((name) => typeof data[name] === 'string').map((name) => ({
			name: `${type} ${name}`,
			value: String(data[name]),
		})),
	);
	const tokens = simulator.control.issuedTokens().map((value, n) => ({ name: `token ${n + 1}`, value }));
	return [...typed, ...tokens];
}

/** Every secret of a simulator: its keys, and the cards it accepts. */
export function secretsOf(simulator: Pick<Simulator, 'url' | 'control'>): Secret[] {
	const cards = Object.keys(TEST_CARDS).map((value) => ({ name: `card …${value.slice(-4)}`, value }));
	return [...keysOf(simulator), ...cards];
}

/**
 * How a text looks inside a longer one that was encoded in Base64, e.g. a password after its user name. Base64 takes
 * three bytes at a time, so there are three offsets; each form has the characters that depend on the text alone.
 */
function inBase64(value: string): string[] {
	const length = Buffer.byteLength(value);
	return [0, 1, 2].map((before) =>
		Buffer.from(' '.repeat(before) + value)
			.toString('base64')
			.slice(Math.ceil((before * 8) / 6), Math.floor(((before + length) * 8) / 6)),
	);
}

/**
 * The encodings in which a secret may appear. The list is not shared with the nodes, which redact by one of their
 * own: an encoding missing there would be missing here as well.
 */
function encodings(value: string): string[] {
	const url = encodeURIComponent(value);
	const json = JSON.stringify(value).slice(1, -1);
	const base64 = inBase64(value);
	return [
		value,
		json,
		// JSON within JSON, as in a log line.
		JSON.stringify(json).slice(1, -1),
		json.replaceAll('/', '\\/'),
		url,
		url.replace(/%../g, (code) => code.toLowerCase()),
		new URLSearchParams([['', value]]).toString().slice(1),
		...base64,
		...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
		Buffer.from(value).toString('hex'),
	];
}

/**
 * The pattern of a number: a card number may have blanks and dashes in it, a security code has to stand by itself, and
 * not in the middle of a random identifier.
 */
function numberIn(value: string): RegExp | undefined {
	if (/^\d{3,5}$/.test(value)) return new RegExp(`(?<![\\da-f.:])${value}(?![\\da-f:]|\\.\\d)`);
	return /^\d{8,}$/.test(value) ? new RegExp(`(?<!\\d)${[...value].join('[\\s-]{0,3}')}(?!\\d)`) : undefined;
}

/** Looks for secrets in a text, in every encoding; each is reported once. */
export function findSecrets(text: string, place: string, secrets: readonly Secret[]): Leak[] {
	return secrets.flatMap(({ name, value }) => {
		const number = numberIn(value);
		const at = number
			? text.search(number)
			: Math.max(...[...new Set(encodings(value))].map((encoded) => text.indexOf(encoded)));
		if (at < 0) return [];
		const excerpt = text.slice(Math.max(0, at - 60), at + value.length + 60).replace(/[^\x20-\x7e]+/g, ' ');
		return [{ secret: name, place, excerpt }];
	});
}
