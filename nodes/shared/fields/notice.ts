import type { Field } from './field';

/** A notice in the panel. It has no value. */
export function notice(displayName: string): Field<undefined> {
	return { property: { displayName, type: 'notice', default: '' }, read: () => undefined };
}
