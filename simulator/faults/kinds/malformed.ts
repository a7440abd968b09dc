import { JSON_HEADERS } from '../../http/rawResponse';
import { defineFaultKind } from '../faultKind';

/**
 * The partner does its work, and its JSON is cut off in the middle. Nobody could tell that of a file, so in place of one
 * comes the beginning of a JSON.
 */
export const malformed = defineFaultKind({
	fields: {},
	changeResponse: (response) =>
		response.isFile
			? { ...response, headers: JSON_HEADERS, bytes: Buffer.from('{"') }
			: { ...response, bytes: Buffer.from(cutOff(response.bytes.toString())) },
});

// Half of a very short text may still be valid JSON; an opened brace never is.
function cutOff(text: string): string {
	return text.length > 2 ? text.slice(0, Math.ceil(text.length / 2)) : '{"';
}
