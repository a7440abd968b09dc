import type { IDataObject } from 'n8n-workflow';

import { readApplicationId } from '../application/applicationId';
import { stageOfReport } from '../stages';
import { isRecord } from '../../shared/guards';

/** A text or a number as a text; anything else that may stand in its place as none. */
export function toText(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/**
 * Without `__proto__` at any depth: whoever copies the event member by member would change what it inherits from.
 *
 * @throws SyntaxError for what is no JSON, RangeError for what is nested without end
 */
const parseJson = (text: string): unknown =>
	JSON.parse(text, (key, value: unknown) => (key === '__proto__' ? undefined : value));

/** A member that is a number of so many digits that reading it rounds it; within a text, quotation marks are escaped. */
const LONG_NUMBER = /("\w+"\s*:\s*)(\d{16,})(?=\s*[,}])/g;

/**
 * JSON whose numbers may begin with zeros, as in SmartMove's own example (contract §9 no. 8), or be too long to be
 * kept. Both become texts.
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

/** Text fields of a multipart body; files are passed over. */
function multipart(body: Buffer, contentType: string): IDataObject {
	const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
	if (!boundary) return {};
	const fields: IDataObject = {};
	for (const part of body.toString('utf8').split(`--${boundary}`)) {
		// The value begins after the first blank line and may have others in it.
		const [, head = '', value = ''] = /^\r?\n([\s\S]*?)\r?\n\r?\n([\s\S]*)$/.exec(part) ?? [];
		const name = /name="([^"]*)"/i.exec(head)?.[1];
		if (name && !/filename=/i.test(head)) fields[name] = value.replace(/\r?\n$/, '');
	}
	return fields;
}

/** Deepest that a postback may be nested; documented ones are flat. n8n stores executions member by member, which has an end. */
const MAX_DEPTH = 20;

function isFlatEnough(value: unknown, levelsLeft = MAX_DEPTH): boolean {
	if (typeof value !== 'object' || value === null) return true;
	return levelsLeft > 0 && Object.values(value).every((element) => isFlatEnough(element, levelsLeft - 1));
}

/** Keys of which a postback has at least one (contract §7). */
const DOCUMENTED_KEYS = [
	'applicationId',
	'customerReferenceId',
	'notificationText',
	'reportStatus',
	'referenceId',
	'referenceText',
];

/** Whether something says what a postback says: at least one of its keys has a text or a number. */
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

/** The documented name of each key by the same in small letters. */
const KEY_BY_LOWER_CASE = new Map(DOCUMENTED_KEYS.map((key) => [key.toLowerCase(), key]));

/**
 * With the documented keys spelt as documented: SmartMove's other answers spell theirs in PascalCase. A key that is
 * there as documented counts, beside the same in another spelling.
 */
function withDocumentedKeys(candidate: unknown): unknown {
	if (!isRecord(candidate)) return candidate;
	const entries = Object.entries(candidate).flatMap(([key, value]): Array<[string, unknown]> => {
		const documented = KEY_BY_LOWER_CASE.get(key.toLowerCase()) ?? key;
		return documented !== key && Object.hasOwn(candidate, documented) ? [] : [[documented, value]];
	});
	return Object.fromEntries(entries);
}

/** Every way to read a body, the one that its content type names first. */
function readings(body: Buffer, contentType: string): unknown[] {
	const text = body.toString('utf8').replace(/^\uFEFF/, '');
	if (/^\s*multipart\//i.test(contentType)) return [multipart(body, contentType), lenientJson(text)];
	const form = Object.fromEntries(new URLSearchParams(text));
	return /^\s*application\/x-www-form-urlencoded/i.test(contentType)
		? [form, lenientJson(text)]
		: [lenientJson(text), form];
}

/**
 * Reads a postback, whichever way its body is written: JSON, a form, or multipart (contract §9 no. 4).
 *
 * @returns its own fields, under their documented names, and the stage; undefined when it is none
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
