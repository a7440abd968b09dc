import { trimmed } from '../guards';
import { displayOf, isBlank, type Field, type Filled, type FieldDisplay } from './field';

/** A rule for a text: a test, e.g. a regular expression, and the rule in words ("must be …"). */
export interface Rule {
	pattern: { test(text: string): boolean };
	must: string;
}

interface TextOptions extends FieldDisplay {
	default?: string;
	required?: boolean;
	/** The most characters that the partner accepts. */
	maxLength?: number;
	rule?: Rule;
	/** Characters to remove, e.g. the blanks and dashes that people write in a card number. */
	drop?: RegExp;
	/** Converts the text to upper case, for codes that have no small letters. */
	capitals?: boolean;
	/** Masks the field in the panel and redacts its value in every message. */
	secret?: boolean;
	/** Lines of the box in the panel; more than one makes a text area. */
	rows?: number;
}

/**
 * An email address: one `@`, no white space, a dot in the host. Deliberately not stricter, because the partner decides;
 * this only stops what cannot be an address.
 */
export const EMAIL: Rule = {
	pattern: /^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+$/,
	must: 'must be one email address, like kim@example.test',
};

/** An ID that is one URL path segment: no character that ends a segment, and neither of `.` and `..`. */
const PATH_ID: Rule = {
	pattern: /^(?!\.{1,2}$)[^/\\?#%\s]+$/,
	must: 'must be an ID without spaces, slashes, "?", "#" or "%"',
};

/** The problem with a number beyond `Number.MAX_SAFE_INTEGER`: it may have been rounded before it came here. */
const ROUNDED_NUMBER = 'must be given as a text, in quotation marks: as a number it loses its last digits';

/**
 * Whether a text can be an ID in a URL path. IDs from a partner's response are checked as well: `..` in the place of an
 * ID would address the level above.
 */
export function isPathId(text: string): boolean {
	return PATH_ID.pattern.test(text);
}

/** All texts and numbers inside a value, at any depth. */
function textsIn(raw: unknown): string[] {
	if (typeof raw === 'object' && raw !== null) return Object.values(raw).flatMap(textsIn);
	return typeof raw === 'string' || typeof raw === 'number' ? [String(raw)] : [];
}

/** A text, trimmed. A blank text counts as not filled in. */
export function text<const O extends TextOptions>(options: O): Field<Filled<O, string>> {
	const { required, maxLength, rule, drop, capitals, secret, rows } = options;
	return {
		property: {
			...displayOf(options),
			type: 'string',
			...(secret || rows
				? { typeOptions: { ...(secret && { password: true }), ...(rows && { rows }) } }
				: {}),
			default: options.default ?? '',
		},
		read(raw, path) {
			if (isBlank(raw)) {
				if (required) path.addIssue('must be filled in');
				return undefined as Filled<O, string>;
			}
			const isRounded = typeof raw === 'number' && Math.abs(raw) > Number.MAX_SAFE_INTEGER;
			if (isRounded || (typeof raw !== 'string' && typeof raw !== 'number')) {
				if (secret) textsIn(raw).forEach((masked) => path.validation.secret(masked));
				path.addIssue(isRounded ? ROUNDED_NUMBER : 'must be a text');
				return undefined as Filled<O, string>;
			}
			const typed = trimmed(String(raw));
			const withoutFiller = drop ? typed.replace(drop, '') : typed;
			const value = capitals ? withoutFiller.toUpperCase() : withoutFiller;
			if (secret) [typed, value].forEach((masked) => path.validation.secret(masked));
			if (maxLength !== undefined && value.length > maxLength) {
				path.addIssue(`must have at most ${maxLength} characters, not ${value.length}`);
			}
			if (rule && !rule.pattern.test(value)) path.addIssue(rule.must);
			return value as Filled<O, string>;
		},
	};
}

/** An email address. */
export function email<const O extends Omit<TextOptions, 'rule' | 'secret' | 'rows'>>(
	options: O,
): Field<Filled<O, string>> {
	const field = text({
		...options,
		rule: EMAIL,
		placeholder: options.placeholder ?? 'e.g. kim@example.test',
	});
	return field as Field<Filled<O, string>>;
}

/** Several email addresses: a list from an expression, or a text with commas between them. */
export function emails<const O extends FieldDisplay & { required?: boolean; maxLength?: number }>(
	options: O,
): Field<Filled<O, string[]>> {
	const emailField = email({
		displayName: options.displayName,
		required: true,
		maxLength: options.maxLength,
	});
	const textField = text({
		...options,
		placeholder: options.placeholder ?? 'e.g. kim@example.test, lou@example.test',
		maxLength: undefined,
	});
	return {
		property: textField.property,
		read(raw, path) {
			const entered = Array.isArray(raw) ? raw : (textField.read(raw, path)?.split(',') ?? []);
			if (Array.isArray(raw) && raw.length === 0 && options.required) path.addIssue('must be filled in');
			const addresses = entered.map((address: unknown) => emailField.read(address, path));
			return (addresses.length > 0 ? addresses : undefined) as Filled<O, string[]>;
		},
	};
}

/** A partner's ID that goes into a URL path. It stays a text, because leading zeros matter. */
export function id<const O extends Omit<TextOptions, 'rule' | 'rows'>>(options: O): Field<Filled<O, string>> {
	return text({ ...options, rule: PATH_ID }) as Field<Filled<O, string>>;
}

/** Several IDs: a text with commas or blanks between them. @param url finds the ID in a URL, by its first group */
export function ids<const O extends FieldDisplay & { required?: boolean; url?: RegExp }>({
	url,
	...options
}: O): Field<Filled<O, string[]>> {
	const idField = id({ displayName: options.displayName });
	const textField = text(options);
	return {
		property: textField.property,
		read(raw, path) {
			const typed = textField.read(raw, path);
			const entries = (typed ?? '').split(/[\s,]+/).filter(Boolean);
			// A URL is accepted as well, because people paste what they have.
			const ids = entries.map((entry) => idField.read(url?.exec(entry)?.[1] ?? entry, path) ?? '');
			if (typed !== undefined && ids.length === 0 && options.required) path.addIssue('must be filled in');
			return (ids.length > 0 ? [...new Set(ids)] : undefined) as Filled<O, string[]>;
		},
	};
}
