import { displayOf, isBlank, type Field, type Filled, type FieldDisplay } from './field';

/** A rule for a text: a pattern it has to match, or whatever else tests it, and the same in words ("must be …"). */
export interface Rule {
	pattern: { test(text: string): boolean };
	must: string;
}

interface TextOptions extends FieldDisplay {
	default?: string;
	required?: boolean;
	/** Longest text the partner takes, in characters. */
	maxLength?: number;
	rule?: Rule;
	/** What users put between the characters for the eye and the partner does not take. */
	drop?: RegExp;
	/** Yields capitals, however it was typed; for codes that have none but these. */
	capitals?: boolean;
	/** Masks the field in the panel and blots its value out of every message. */
	secret?: boolean;
	/** Lines shown in the panel; more than one makes a text area. */
	rows?: number;
}

/**
 * Common shape of an e-mail address: one `@`, no white space, a dot in the host.
 * Deliberately no stricter: the partner decides, we only stop what cannot be one.
 */
export const EMAIL: Rule = {
	pattern: /^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+$/,
	must: 'must be one e-mail address, like kim@example.test',
};

/** Characters that would end a path segment, and the two segments a URL resolves away. */
const IN_PATH: Rule = {
	pattern: /^(?!\.{1,2}$)[^/\\?#%\s]+$/,
	must: 'must be an ID without spaces, slashes, "?", "#" or "%"',
};

/** What is wrong with a number that is so large that it need not be the one that was written. */
const ROUNDED = 'must be given as a text, in quotation marks: as a number it loses its last digits';

/**
 * Whether a text may stand in a URL path as an ID. What partners give is held to it like what is typed: `..` in the
 * place of a reference would read one level up.
 */
export function isPathId(text: string): boolean {
	return IN_PATH.pattern.test(text);
}

/** The texts and numbers in whatever an expression may yield instead of a text. */
function leaves(raw: unknown): string[] {
	if (typeof raw === 'object' && raw !== null) return Object.values(raw).flatMap(leaves);
	return typeof raw === 'string' || typeof raw === 'number' ? [String(raw)] : [];
}

/** One line of text, trimmed. Blank counts as not filled. */
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
		read(raw, fieldPath) {
			if (isBlank(raw)) {
				if (required) fieldPath.addIssue('must be filled in');
				return undefined as Filled<O, string>;
			}
			const rounded = typeof raw === 'number' && Math.abs(raw) > Number.MAX_SAFE_INTEGER;
			if (rounded || (typeof raw !== 'string' && typeof raw !== 'number')) {
				if (secret) leaves(raw).forEach((one) => fieldPath.validation.secret(one));
				fieldPath.addIssue(rounded ? ROUNDED : 'must be a text');
				return undefined as Filled<O, string>;
			}
			const typed = String(raw).trim();
			const bare = drop ? typed.replace(drop, '') : typed;
			const value = capitals ? bare.toUpperCase() : bare;
			if (secret) [typed, value].forEach((one) => fieldPath.validation.secret(one));
			if (maxLength !== undefined && value.length > maxLength) {
				fieldPath.addIssue(`must have at most ${maxLength} characters, not ${value.length}`);
			}
			if (rule && !rule.pattern.test(value)) fieldPath.addIssue(rule.must);
			return value as Filled<O, string>;
		},
	};
}

/** An e-mail address. */
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

/** Several e-mail addresses: a list, or one text with commas between them. */
export function emails<const O extends FieldDisplay & { required?: boolean; maxLength?: number }>(
	options: O,
): Field<Filled<O, string[]>> {
	const one = email({ displayName: options.displayName, required: true, maxLength: options.maxLength });
	const line = text({
		...options,
		placeholder: options.placeholder ?? 'e.g. kim@example.test, lou@example.test',
		maxLength: undefined,
	});
	return {
		property: line.property,
		read(raw, fieldPath) {
			const given = Array.isArray(raw) ? raw : (line.read(raw, fieldPath)?.split(',') ?? []);
			if (Array.isArray(raw) && raw.length === 0 && options.required) fieldPath.addIssue('must be filled in');
			const read = given.map((address: unknown) => one.read(address, fieldPath));
			return (read.length > 0 ? read : undefined) as Filled<O, string[]>;
		},
	};
}

/** A partner's ID, as it may stand in a URL path. Numbers are taken as text: leading zeros matter. */
export function id<const O extends Omit<TextOptions, 'rule' | 'rows'>>(options: O): Field<Filled<O, string>> {
	return text({ ...options, rule: IN_PATH }) as Field<Filled<O, string>>;
}

/** Several IDs: one text with commas or blanks between them. */
export function ids<const O extends FieldDisplay & { required?: boolean; url?: RegExp }>({
	url,
	...options
}: O): Field<Filled<O, string[]>> {
	const one = id({ displayName: options.displayName });
	const line = text(options);
	return {
		property: line.property,
		read(raw, fieldPath) {
			const typed = line.read(raw, fieldPath);
			const entries = (typed ?? '').split(/[\s,]+/).filter(Boolean);
			// Its address is taken for an ID, too: people paste what they have.
			const read = entries.map((entry) => one.read(url?.exec(entry)?.[1] ?? entry, fieldPath) ?? '');
			if (typed !== undefined && read.length === 0 && options.required)
				fieldPath.addIssue('must be filled in');
			return (read.length > 0 ? [...new Set(read)] : undefined) as Filled<O, string[]>;
		},
	};
}
