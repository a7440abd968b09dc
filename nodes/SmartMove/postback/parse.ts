import type { IDataObject } from 'n8n-workflow';

import { readApplicationId } from '../application/applicationId';
import { stageOfReport } from '../stages';
import { isRecord } from '../../shared/guards';

/** A text or a number as text; an empty text for any other value. */
export function toText(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/**
 * Parses JSON without members called `__proto__`: code that copies the event member by member would set its prototype.
 *
 * @throws SyntaxError for invalid JSON, RangeError for JSON that is nested too deep for the stack
 */
const parseJson = (text: string): unknown =>
	JSON.parse(text, (key, value: unknown) => (key === '__proto__' ? undefined : value));

/** A member whose number has so many digits that parsing rounds it. It does not match in texts: their quotes are escaped. */
const LONG_NUMBER = /("\w+"\s*:\s*)(\d{16,})(?=\s*[,}])/g;

/**
 * Parses JSON in which numbers may have leading zeros, as in SmartMove's own example (contract §9 no. 8), or too many
 * digits. Such numbers become texts. Returns undefined for invalid JSON.
 */
function lenientJson(raw: string): unknown {
	const text = raw.replace(LONG_NUMBER, '$1"$2"');
	try {
		return parseJson(text);
	} catch {
		try {
			return parseJson(text.replace(/("\w+"\s*:\s*)(0\d+)(?=\s*[,}])/g, '$1"$2"'));
		} catch {
			return undefined;
		}
	}
}

/** The text fields of a multipart body, without files. */
function multipart(body: Buffer, contentType: string): IDataObject {
	const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
	if (!boundary) return {};
	const fields: IDataObject = {};
	for (const part of body.toString('utf8').split(`--${boundary}`)) {
		// The value begins after the first blank line. It may contain further ones.
		const [, head = '', value = ''] = /^\r?\n([\s\S]*?)\r?\n\r?\n([\s\S]*)$/.exec(part) ?? [];
		// .NET writes the names without quotation marks.
		const [, quoted, plain] = /\bname=(?:"([^"]*)"|([^\s;"]+))/i.exec(head) ?? [];
		const name = quoted ?? plain;
		if (name && !/filename=/i.test(head)) fields[name] = value.replace(/\r?\n$/, '');
	}
	return fields;
}

/** The deepest nesting that is accepted; documented postbacks are flat. n8n stores executions recursively. */
const MAX_DEPTH = 20;

function isFlatEnough(value: unknown, levelsLeft = MAX_DEPTH): boolean {
	if (typeof value !== 'object' || value === null) return true;
	return levelsLeft > 0 && Object.values(value).every((element) => isFlatEnough(element, levelsLeft - 1));
}

/** The documented keys, of which a postback has at least one (contract §7). */
const DOCUMENTED_KEYS = [
	'applicationId',
	'customerReferenceId',
	'notificationText',
	'reportStatus',
	'referenceId',
	'referenceText',
];

/** Whether a parsed body is a postback: at least one documented key has a text or a number. */
function isPostback(candidate: unknown): candidate is IDataObject {
	const hasValue = (value: unknown) => value !== Infinity && toText(value).trim() !== '';
	return (
		isRecord(candidate) &&
		DOCUMENTED_KEYS.some(
			(key) =>
				hasValue(candidate[key]) || (key === 'applicationId' && hasValue(readApplicationId(candidate[key]))),
		) &&
		isFlatEnough(candidate)
	);
}

/** The documented keys by their lower-case form. */
const KEY_BY_LOWER_CASE = new Map(DOCUMENTED_KEYS.map((key) => [key.toLowerCase(), key]));

/**
 * Renames keys in another case to the documented ones, because SmartMove's responses use PascalCase. A key in its
 * documented case takes precedence.
 */
function withDocumentedKeys(candidate: unknown): unknown {
	if (!isRecord(candidate)) return candidate;
	const entries = Object.entries(candidate).flatMap(([key, value]): Array<[string, unknown]> => {
		const documented = KEY_BY_LOWER_CASE.get(key.toLowerCase()) ?? key;
		return documented !== key && Object.hasOwn(candidate, documented) ? [] : [[documented, value]];
	});
	return Object.fromEntries(entries);
}

/** The body in every format it can be parsed in, the format of its content type first. */
function readings(body: Buffer, contentType: string): unknown[] {
	const text = body.toString('utf8').replace(/^\uFEFF/, '');
	if (/^\s*multipart\//i.test(contentType)) return [multipart(body, contentType), lenientJson(text)];
	const form = Object.fromEntries(new URLSearchParams(text));
	return /^\s*application\/x-www-form-urlencoded/i.test(contentType)
		? [form, lenientJson(text)]
		: [lenientJson(text), form];
}

/**
 * Parses a postback, whose body may be JSON, a form, or multipart (contract §9 no. 4).
 *
 * @returns its members by their documented keys, and the stage; undefined when it is no postback
 */
export function readPostback(body: Buffer, contentType: string): IDataObject | undefined {
	const event = readings(body, contentType).map(withDocumentedKeys).find(isPostback);
	if (!event) return undefined;
	const applicationId = readApplicationId(event.applicationId) ?? event.applicationId;
	return {
		...event,
		...(applicationId !== undefined && { applicationId }),
		stage: stageOfReport(event.reportStatus),
	};
}
