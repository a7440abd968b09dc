import { rfc3339, toInstant } from './dates';
import { displayOf, isBlank, type Field, type Filled, type FieldDisplay } from './field';
import { isRecord, messageOf } from '../guards';

/** A date as text. An expression may yield a JavaScript Date instead of a text. */
function dateText(raw: unknown): string {
	const milliseconds = Object.prototype.toString.call(raw) === '[object Date]' ? Number(raw) : NaN;
	try {
		return Number.isNaN(milliseconds) ? String(raw) : new Date(milliseconds).toISOString();
	} catch {
		// String() throws for an object whose own "toString" is no function.
		return '';
	}
}

/**
 * A date and time (ISO 8601), as n8n's date picker or an expression yields it. Yields RFC 3339 in UTC with whole
 * seconds, as the partners document their times.
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
		read(raw, path) {
			if (isBlank(raw)) {
				if (required) path.addIssue('must be filled in');
				return undefined as Filled<O, string>;
			}
			const instant = toInstant(dateText(raw), path.validation.timeZone);
			if (instant === undefined) path.addIssue('must be a date and time, like 2026-05-01T09:00:00Z');
			return (instant && rfc3339(instant)) as Filled<O, string>;
		},
	};
}

/** A JSON object, as text or as an object from an expression. Yields undefined for anything else, which is reported. */
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
		read(raw, path) {
			let value: unknown = raw;
			if (typeof raw === 'string') {
				try {
					value = JSON.parse(raw);
				} catch (error) {
					path.addIssue(`must be valid JSON (${messageOf(error)})`);
					return undefined;
				}
			}
			if (isRecord(value)) return value;
			path.addIssue('must be a JSON object in braces');
			return undefined;
		},
	};
}
