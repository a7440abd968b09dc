import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { released } from './changelog';

/** Where a reader is told the pack's version, besides package.json and package-lock.json, which are npm's to write. */
const TOLD: Readonly<Record<string, RegExp>> = {
	'README.md': /(?<="name":"n8n-nodes-moving-partners","version":")[^"]+(?=")/,
	'docs/compose.yaml': /(?<=\bn8n-nodes-moving-partners@)[\w.+-]+/,
	'.github/ISSUE_TEMPLATE/bug.yml': /(?<=\bid: pack-version\n(?: {4,}.*\n)*? +placeholder: ).+/,
};

/**
 * Gives a checkout the version that it is to be released under: what its changelog has under “Unreleased” moves under
 * it, and every file that tells a reader the version tells this one. Nothing is written where one of them cannot be.
 *
 * @param root the checkout's folder
 * @param date as `2026-11-26`
 * @throws Error where nothing has changed since the last release, or a file does not tell the version any more
 */
export async function setVersion(root: string, version: string, date: string): Promise<void> {
	const read = async (file: string) => await readFile(join(root, file), 'utf8');
	const changed = new Map([['CHANGELOG.md', released(await read('CHANGELOG.md'), version, date)]]);
	for (const [file, told] of Object.entries(TOLD)) {
		const text = await read(file);
		if (!told.test(text))
			throw new Error(
				`${file} does not tell the version of the pack where scripts/release/version.ts looks for it.`,
			);
		changed.set(file, text.replace(told, version));
	}
	for (const [file, text] of changed) await writeFile(join(root, file), text);
}
