import { findSecrets, type Secret } from '../../testbed/secrets';

/** Everything in a value as one text, including what JSON leaves out of errors: message, stack, cause and errors. */
export function everythingIn(value: unknown): string {
	const around = new Set<unknown>();
	const show = (_: string, one: unknown): unknown => {
		if (typeof one === 'bigint') return String(one);
		if (typeof one !== 'object' || one === null) return one;
		// A value that was met before has been shown already.
		if (around.has(one)) return '(again)';
		around.add(one);
		if (one instanceof Map || one instanceof Set) return [...one];
		if (!(one instanceof Error)) return one;
		const { name, message, stack, cause } = one;
		const errors: unknown = 'errors' in one ? one.errors : undefined;
		return { ...one, name, message, stack, cause, errors };
	};
	return JSON.stringify(value, show) ?? '';
}

/**
 * Fails when a value contains a secret in any spelling, however deep: an error, an output, the record of a run.
 *
 * @param secrets texts, or secrets with a name for the report
 */
export function expectNoSecrets(value: unknown, secrets: ReadonlyArray<string | Secret>): void {
	const named = secrets.map((secret, n) =>
		typeof secret === 'string' ? { name: `secret ${n + 1}`, value: secret } : secret,
	);
	expect(findSecrets(everythingIn(value), 'what was searched', named)).toEqual([]);
}
