import type { ErrorFactory, ReceivedText } from '../errors';
import { MAX_DEPTH, type Parsed } from '../json';
import type { RequestSpec } from '../operation';
import { textOf, type RawResponse } from './response';
import { letOthersRun } from './sleep';

/** Whether the response to a HEAD is that of a web page. It has no body, so only its content type shows it. */
function isHeadOfWebPage({ method }: RequestSpec, { statusCode: status, headers }: RawResponse): boolean {
	return method === 'HEAD' && status < 300 && /^text\/html/i.test(String(headers['content-type']));
}

/** The text of a response without secrets. Its bytes, which are as long, are given up before the text is parsed. */
function receive(response: RawResponse, errors: ErrorFactory): ReceivedText {
	const text = textOf(response) ?? '';
	response.pieces = undefined;
	return errors.received(text, 'data');
}

/**
 * Parses a text as JSON, and lets n8n's other work come before and after.
 *
 * @param signal ends the reading of a long text
 * @throws the reason of the signal
 */
export async function parseInSteps(
	received: ReceivedText,
	signal: AbortSignal | undefined,
): Promise<Parsed & { isTooDeep: boolean }> {
	await letOthersRun(received.text, signal);
	const parsed = received.parse();
	await letOthersRun(received.text, signal);
	return parsed;
}

/**
 * The body of an accepted response: JSON or nothing; other text only where the request says so.
 *
 * @param response one that was not longer than the limit
 * @param signal ends the reading of a long text
 * @throws NodeApiError for a body that is something else; the reason of the signal
 */
export async function readBody(
	response: RawResponse,
	request: RequestSpec,
	errors: ErrorFactory,
	signal: AbortSignal | undefined,
): Promise<unknown> {
	const { statusCode } = response;
	const received = receive(response, errors);
	const { value, isJson, isTooDeep } = await parseInSteps(received, signal);
	// A web page is refused even where text is allowed: it comes from a proxy or portal, not from the API.
	const isWebPage = !isJson && (/^\s*</.test(received.text) || isHeadOfWebPage(request, response));
	if (isWebPage || (!isJson && value !== '' && !request.allowText)) {
		throw errors.unreadable(
			request,
			statusCode,
			isWebPage ? 'a web page instead of data' : 'something that is not complete JSON',
		);
	}
	if (isTooDeep)
		throw errors.unreadable(request, statusCode, `data that is nested more than ${MAX_DEPTH} deep`);
	return value;
}
