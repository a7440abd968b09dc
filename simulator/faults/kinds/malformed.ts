import { defineFaultKind } from '../faultKind';

/** The partner does its work, and its JSON is cut off in the middle. */
export const malformed = defineFaultKind({
	fields: {},
	changeResponse: (response) => ({ ...response, text: cutOff(response.text) }),
});

// Half of a very short text may still be valid JSON; an opened brace never is.
function cutOff(text: string): string {
	return text.length > 2 ? text.slice(0, Math.ceil(text.length / 2)) : '{"';
}
