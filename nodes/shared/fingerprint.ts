import { hash } from 'node:crypto';

/** A short text that is the same for the same data. */
export function fingerprint(data: Buffer | string): string {
	return hash('sha256', data, 'base64url').slice(0, 22);
}
