import type { ErrorFactory } from '../errors';
import { isRecord } from '../guards';
import { parse } from '../json';
import type { ApiErrorInfo, ReceivedFile, RequestSpec } from '../operation';
import { textOf, type RawResponse } from './response';

/** What a server says of a file of which it does not know the type. */
const UNKNOWN_TYPE = 'application/octet-stream';

/** The type in a Content-Type header, without parameters; undefined where it says nothing. */
function mimeTypeOf(contentType: unknown): string | undefined {
	const [type = ''] = typeof contentType === 'string' ? contentType.split(';') : [];
	return type.trim().toLowerCase() || undefined;
}

/** Whether a text is a web page: it comes from a proxy or a portal, not from the API. */
const isWebPage = (type: string | undefined, text: string) =>
	/^(text\/html|application\/xhtml)/.test(type ?? '') || /^\s*<(!doctype\s+html|html)\b/i.test(text);

/**
 * Reads an accepted response as a file. Its bytes are not searched for secrets, and appear in no message.
 *
 * @param errorInfo reads the text of an error
 * @returns undefined where the response says that there is none: 204, or a status that the request accepts besides 2xx
 * @throws NodeApiError for JSON and for a web page, which are an error in place of the file, and for a body without bytes
 */
export async function readFile(
	response: RawResponse,
	request: RequestSpec,
	errors: ErrorFactory,
	errorInfo: (text: string) => Promise<ApiErrorInfo>,
): Promise<ReceivedFile | undefined> {
	const { statusCode, headers, pieces = [] } = response;
	if (statusCode === 204 || statusCode >= 300) return undefined;
	const bytes = Buffer.concat(pieces);
	if (bytes.length === 0) throw errors.unreadable(request, statusCode, 'nothing');
	const type = mimeTypeOf(headers['content-type']);
	const start = bytes.subarray(0, 200).toString('latin1');
	if (isWebPage(type, start)) throw errors.unreadable(request, statusCode, 'a web page instead of a file');
	// A file that is documented does not begin with a brace; an error does, also where its type does not say so.
	const saysJson = /[/+]json$/.test(type ?? '');
	const text = saysJson || /^\s*\{/.test(start) ? (textOf(response) ?? '') : '';
	const data = parse(text).value;
	if (saysJson || isRecord(data)) {
		const info = isRecord(data) ? await errorInfo(text) : {};
		throw errors.unreadable(request, statusCode, 'data instead of a file', info);
	}
	return { bytes, ...(type && type !== UNKNOWN_TYPE && { mimeType: type }) };
}
