import { hash } from 'node:crypto';

/** A short text that is the same for the same data. */
export function fingerprint(data: Buffer | string): string {
	return hash('sha256', data, 'base64url').slice(0, 22);
}

/** The same for a record, in whatever order its members come; nested ones are taken as they come. */
export function fingerprintOf(record: object): string {
	const members = record as Record<string, unknown>;
	const names = Object.keys(members).sort();
	return fingerprint(JSON.stringify([names, names.map((name) => members[name])]));
}
