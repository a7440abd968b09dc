import { createHash } from 'node:crypto';

/** A short text that is the same for the same data. */
export function fingerprint(data: Buffer | string): string {
	return createHash('sha256').update(data).digest('base64url').slice(0, 22);
}
