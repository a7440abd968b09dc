import { flag } from './choice';
import type { Field } from './field';

/** The field "Simplify", in n8n's standard words; on by default. @param hint what simplifying adds or leaves out */
export function simplifyField(hint?: string): Field<boolean> {
	return flag({
		displayName: 'Simplify',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
		hint,
	});
}
