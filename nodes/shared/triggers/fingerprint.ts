import { hash } from 'node:crypto';

/** A hash of data: 22 characters, URL-safe. */
export function fingerprint(data: Buffer | string): string {
	return hash('sha256', data, 'base64url').slice(0, 22);
}

/** The hash of an object. The order of its members does not matter; the order inside nested objects does. */
export function fingerprintOf(record: object): string {
	const members = record as Record<string, unknown>;
	const names = Object.keys(members).sort();
	return fingerprint(JSON.stringify([names, names.map((name) => members[name])]));
}
