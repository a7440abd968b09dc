import { TEST_CARDS } from '../simulator/partners/smartMove/cards';
import type { Simulator } from '../simulator/http/server';
import { credentialSeeds } from './simulatedCredentials';

/** Something that must stand nowhere but in an encrypted credential. */
export interface Secret {
	/** What to call it in a report, e.g. "movemApi apiKey". */
	name: string;
	value: string;
}

/** A secret found where it must not be. */
export interface Leak {
	secret: string;
	place: string;
	/** What stands around it. */
	excerpt: string;
}

/** The fields of the credentials that are secrets, or halves of one. */
const MASKED = ['apiKey', 'accessToken', 'password', 'secretKey', 'postbackUser', 'postbackPassword'];

/** What opens a simulator: what its credentials hold and the tokens it has ever handed out. */
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

/** Every secret there is around a simulator: its keys, and the cards it takes. */
export function secretsOf(simulator: Pick<Simulator, 'url' | 'control'>): Secret[] {
	const cards = Object.keys(TEST_CARDS).map((value) => ({ name: `card …${value.slice(-4)}`, value }));
	return [...keysOf(simulator), ...cards];
}

/**
 * Base64 of a text wherever it stands in what was encoded, as a password does after its user name: for each of
 * the three places it can begin at, the characters that depend on it alone.
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
 * How a secret may be spelt. Written anew and not taken from the nodes, which hide secrets by the same list: a
 * spelling forgotten there would be forgotten here as well.
 */
function spellings(value: string): string[] {
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

/** A card number is found with blanks and dashes in it as well, a security code only as a number by itself. */
function numberIn(value: string): RegExp | undefined {
	if (/^\d{3,5}$/.test(value)) return new RegExp(`(?<![\\d.:])${value}(?![\\d:]|\\.\\d)`);
	return /^\d{8,}$/.test(value) ? new RegExp(`(?<!\\d)${[...value].join('[\\s-]{0,3}')}(?!\\d)`) : undefined;
}

/** Looks for secrets in a text, in every spelling; each is reported once. */
export function findSecrets(text: string, place: string, secrets: readonly Secret[]): Leak[] {
	return secrets.flatMap(({ name, value }) => {
		const number = numberIn(value);
		const at = number
			? text.search(number)
			: Math.max(...[...new Set(spellings(value))].map((spelt) => text.indexOf(spelt)));
		if (at < 0) return [];
		const excerpt = text.slice(Math.max(0, at - 60), at + value.length + 60).replace(/[^\x20-\x7e]+/g, ' ');
		return [{ secret: name, place, excerpt }];
	});
}
