/**
 * An error as run data holds it. The engine stores `{ ...error, message, stack }`,
 * so it is no longer an instance of anything and keeps own enumerable properties
 * only: `cause` is gone, and a plain `Error` or `TypeError` has lost its name.
 */
export interface RunError {
	name: string | undefined;
	message: string;
	description: string | undefined;
	httpCode: string | undefined;
	messages: string[];
	context: Record<string, unknown>;
	level: string | undefined;
	stack: string | undefined;
	/** The object as it was found. */
	raw: Record<string, unknown>;
}

/** Reads a stored error, whatever its shape. */
export function asRunError(value: unknown): RunError | undefined {
	if (!isRecord(value)) return undefined;
	const raw = value;
	const text = (key: string) => (typeof raw[key] === 'string' ? raw[key] : undefined);
	const { messages, httpCode, context } = raw;
	return {
		name: text('name'),
		message: text('message') ?? '',
		description: text('description'),
		httpCode: typeof httpCode === 'number' ? String(httpCode) : text('httpCode'),
		messages: Array.isArray(messages) ? messages.filter((entry) => typeof entry === 'string') : [],
		context: isRecord(context) ? context : {},
		level: text('level'),
		stack: text('stack'),
		raw,
	};
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}
