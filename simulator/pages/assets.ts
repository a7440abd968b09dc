import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const OWN = join(__dirname, 'assets');

/** What the pages load, by the name they load it under. Read when asked for, so that the start waits for none. */
const ASSETS: Record<string, { type: string; file: () => string }> = {
	'pico.css': { type: 'text/css', file: () => require.resolve('@picocss/pico/css/pico.min.css') },
	'htmx.js': { type: 'text/javascript', file: () => require.resolve('htmx.org/dist/htmx.min.js') },
	'page.css': { type: 'text/css', file: () => join(OWN, 'page.css') },
	'page.js': { type: 'text/javascript', file: () => join(OWN, 'page.js') },
};

/** A stylesheet or script of the pages; undefined when there is none of this name. */
export function asset(name: string): { type: string; text: string } | undefined {
	if (!Object.hasOwn(ASSETS, name)) return undefined;
	const { type, file } = ASSETS[name]!;
	return { type: `${type}; charset=utf-8`, text: readFileSync(file(), 'utf8') };
}
