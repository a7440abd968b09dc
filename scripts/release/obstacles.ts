import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { sectionOf } from './changelog';

/** Addresses that nobody can write to: the top-level domains that RFC 2606 keeps for examples. */
const PLACEHOLDER = /[\w.+-]*@?[\w.-]+\.(?:example|invalid)\b/g;

/**
 * What keeps a checkout from being released.
 *
 * @param root the checkout's folder
 * @param tag the tag that is to be released, such as `0.2.0`
 * @returns a sentence for each obstacle; none where it can be released
 */
export function obstacles(root: string, tag: string): string[] {
	const read = (file: string) => readFileSync(join(root, file), 'utf8');
	const { version } = JSON.parse(read('package.json')) as { version: string };
	const published = [
		'package.json',
		'README.md',
		'LICENSE',
		...readdirSync(join(root, '.github'), { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1)),
	];
	return [
		...(tag === version ? [] : [`The tag is ${tag}, and package.json has the version ${version}.`]),
		...(sectionOf(read('CHANGELOG.md'), version) ? [] : [`CHANGELOG.md says nothing of ${version}.`]),
		...published.flatMap((file) =>
			[...read(file).matchAll(PLACEHOLDER)].map(
				([address]) => `${file} has the address ${address}, at which nobody can be reached.`,
			),
		),
	];
}
