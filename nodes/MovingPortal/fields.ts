import { id, text, type Rule } from '../shared/fields';

/** The Moving Portal's own reference of an instruction or a quote. */
export const tmpReference = id({
	displayName: 'TMP Reference',
	required: true,
	placeholder: 'e.g. TMP103814',
	description: 'The Moving Portal’s own reference, as Referral: Create returns it',
});

/** Excludes "." and "..", which URLs resolve away even when they are encoded. */
export const NOT_ONLY_DOTS: Rule = { pattern: /^(?!\.{1,2}$)/, must: 'must be more than a dot or two' };

/** A field for one of the user's own references, by which a case can be found. */
export const ownReference = <
	const O extends { displayName: string; description: string; placeholder: string; required?: boolean },
>(
	options: O,
) => text({ ...options, maxLength: 30, rule: NOT_ONLY_DOTS });
