import type { Field } from './field';

/** A sentence in the panel, for what a user has to know before filling in the rest. It has no value. */
export function notice(displayName: string): Field<undefined> {
	return { property: { displayName, type: 'notice', default: '' }, read: () => undefined };
}
