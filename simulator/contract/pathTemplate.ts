/**
 * Matches a path, percent-encoded as sent, against a path of the document such as `/application/{applicationId}`.
 *
 * @returns the parameters, decoded; undefined when the path does not match
 */
export function matchPath(template: string, path: string): Record<string, string> | undefined {
	const templateParts = segments(template);
	const pathParts = segments(path);
	if (templateParts.length !== pathParts.length) return undefined;
	const params: Record<string, string> = {};
	for (const [index, part] of templateParts.entries()) {
		const value = pathParts[index] ?? '';
		const name = /^\{(.+)\}$/.exec(part)?.[1];
		if (name === undefined ? part !== value : value === '') return undefined;
		if (name !== undefined) params[name] = decode(value);
	}
	return params;
}

function segments(path: string): string[] {
	return path.replace(/^\//, '').replace(/\/$/, '').split('/');
}

function decode(value: string): string {
	try {
		return decodeURIComponent(value);
	} catch {
		return value;
	}
}
