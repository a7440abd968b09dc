import { join } from 'node:path';

export const root = join(__dirname, '../..');

/** An export of a file. The file’s ending is spelt out, because Node would take `Movem.node` for `Movem.node.json`. */
export function load<T>(file: string, name: string): T {
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- which files there are is read, not listed
	const found = (require(join(root, file)) as Record<string, T>)[name];
	if (found === undefined) throw new Error(`${file} has to export ${name}`);
	return found;
}
