import { rfc3339, toInstant } from './dates';
import { displayOf, isBlank, type Field, type Filled, type FieldDisplay } from './field';

/** The text of a date; an expression may yield one of JavaScript's instead of a text. */
function dateText(raw: unknown): string {
	const at = Object.prototype.toString.call(raw) === '[object Date]' ? Number(raw) : NaN;
	try {
		return Number.isNaN(at) ? String(raw) : new Date(at).toISOString();
	} catch {
		// An object with a member of its own called "toString".
		return '';
	}
}

/**
 * A moment in time, as n8n's date picker or an expression yields it (ISO 8601).
 * Yields RFC 3339 in UTC with whole seconds, the form in which every partner documents times.
 */
export function date<const O extends FieldDisplay & { required?: boolean }>(
	options: O,
): Field<Filled<O, string>> {
	const { required } = options;
	return {
		property: {
			...displayOf(options),
			type: 'dateTime',
			default: '',
		},
		read(raw, fieldPath) {
			if (isBlank(raw)) {
				if (required) fieldPath.addIssue('must be filled in');
				return undefined as Filled<O, string>;
			}
			const instant = toInstant(dateText(raw), fieldPath.validation.timeZone);
			if (instant === undefined) fieldPath.addIssue('must be a date and time, like 2026-05-01T09:00:00Z');
			return (instant && rfc3339(instant)) as Filled<O, string>;
		},
	};
}

/** A JSON object, typed as text or passed on by an expression. Undefined when it cannot be read. */
export function json(
	options: FieldDisplay & { default?: string },
): Field<Record<string, unknown> | undefined> {
	return {
		property: {
			...displayOf({ ...options, required: true }),
			type: 'json',
			typeOptions: { rows: 10 },
			default: options.default ?? '{}',
		},
		read(raw, fieldPath) {
			let value: unknown = raw;
			if (typeof raw === 'string') {
				try {
					value = JSON.parse(raw);
				} catch (error) {
					fieldPath.addIssue(
						`must be valid JSON (${error instanceof Error ? error.message : 'cannot be read'})`,
					);
					return undefined;
				}
			}
			if (typeof value === 'object' && value !== null && !Array.isArray(value))
				return value as Record<string, unknown>;
			fieldPath.addIssue('must be a JSON object in braces');
			return undefined;
		},
	};
}
