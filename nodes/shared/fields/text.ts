import { isBlank, type Field, type Filled, type Looks } from './field';

/** A rule for a text: a pattern it has to match, and the same in words ("must be …"). */
export interface Rule {
	pattern: RegExp;
	must: string;
}

interface TextOptions extends Looks {
	default?: string;
	required?: boolean;
	/** Longest text the partner takes, in characters. */
	maxLength?: number;
	rule?: Rule;
	/** Masks the field in the panel and blots its value out of every message. */
	secret?: boolean;
	/** Lines shown in the panel; more than one makes a text area. */
	rows?: number;
}

/**
 * Common shape of an e-mail address: one `@`, no white space, a dot in the host.
 * Deliberately no stricter: the partner decides, we only stop what cannot be one.
 */
const EMAIL: Rule = { pattern: /^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+$/, must: 'must be one e-mail address, like kim@example.test' };

/** Characters that would end a path segment, and the two segments a URL resolves away. */
const IN_PATH: Rule = { pattern: /^(?!\.{1,2}$)[^/\\?#%\s]+$/, must: 'must be an ID without spaces, slashes, "?", "#" or "%"' };

/** One line of text, trimmed. Blank counts as not filled. */
export function text<const O extends TextOptions>(options: O): Field<Filled<O, string>> {
	const { displayName, description, hint, placeholder, required, maxLength, rule, secret, rows } = options;
	return {
		property: {
			displayName,
			type: 'string',
			...(secret || rows ? { typeOptions: { ...(secret && { password: true }), ...(rows && { rows }) } } : {}),
			default: options.default ?? '',
			...(required && { required }),
			...(placeholder && { placeholder }),
			...(description && { description }),
			...(hint && { hint }),
		},
		read(raw, place) {
			if (isBlank(raw)) {
				if (required) place.broken('must be filled in');
				return undefined as Filled<O, string>;
			}
			if (typeof raw !== 'string' && typeof raw !== 'number') {
				place.broken('must be a text');
				return undefined as Filled<O, string>;
			}
			const value = String(raw).trim();
			if (secret) place.reading.secret(value);
			if (maxLength !== undefined && value.length > maxLength) {
				place.broken(`must have at most ${maxLength} characters, not ${value.length}`);
			}
			if (rule && !rule.pattern.test(value)) place.broken(rule.must);
			return value as Filled<O, string>;
		},
	};
}

/** An e-mail address. */
export function email<const O extends Omit<TextOptions, 'rule' | 'secret' | 'rows'>>(options: O): Field<Filled<O, string>> {
	const field = text({ ...options, rule: EMAIL, placeholder: options.placeholder ?? 'e.g. kim@example.test' });
	return field as Field<Filled<O, string>>;
}

/** A partner's ID, as it may stand in a URL path. Numbers are taken as text: leading zeros matter. */
export function id<const O extends Omit<TextOptions, 'rule' | 'rows'>>(options: O): Field<Filled<O, string>> {
	return text({ ...options, rule: IN_PATH }) as Field<Filled<O, string>>;
}

/** Reads a list-or-ID field (n8n's resource locator) as the ID behind it. */
export function locator(options: Looks & { searchMethod: string }): Field<string> {
	const inner = id({ displayName: options.displayName, required: true });
	return {
		property: {
			displayName: options.displayName,
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			required: true,
			...(options.description && { description: options.description }),
			...(options.hint && { hint: options.hint }),
			modes: [
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					typeOptions: { searchListMethod: options.searchMethod, searchable: true },
				},
				{ displayName: 'By ID', name: 'id', type: 'string', placeholder: options.placeholder },
			],
		},
		read(raw, place) {
			const value = typeof raw === 'object' && raw !== null && 'value' in raw ? raw.value : raw;
			return inner.read(value, place);
		},
	};
}
