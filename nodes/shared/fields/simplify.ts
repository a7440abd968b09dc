import { flag } from './choice';
import type { Field } from './field';

/**
 * Simplify, in n8n's words: on unless the user turns it off.
 *
 * @param hint what it adds or leaves out, where that is not plain
 */
export function simplifyField(hint?: string): Field<boolean> {
	return flag({
		displayName: 'Simplify',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
		hint,
	});
}
