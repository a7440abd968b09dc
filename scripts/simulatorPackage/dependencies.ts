import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative } from 'node:path';

import { repoRoot } from '../../testbed/paths';

/** A package in this repository's `node_modules`. */
export interface Installed {
	name: string;
	version: string;
	license: string;
	/** Its folder, from the repository's root. */
	folder: string;
	dependencies: string[];
	peers: string[];
}

/** The packages that JavaScript of Node's own modules loads, by their names; relative paths and Node's modules are none. */
export function packagesIn(code: string): string[] {
	const loaded = [...code.matchAll(/\brequire(?:\.resolve)?\(\s*['"]([^'".][^'"]*)['"]\s*\)/g)];
	return loaded
		.map(([, path = '']) => path)
		.filter((path) => !isBuiltin(path))
		.map((path) => path.split('/', path.startsWith('@') ? 2 : 1).join('/'));
}

/**
 * The `dependencies` of code: what it loads and what that wants beside it (`peerDependencies`), in the versions that
 * this repository has pinned.
 *
 * @throws Error for a package of which the repository pins no version
 */
export function pinned(code: readonly string[]): Record<string, string> {
	const { devDependencies } = JSON.parse(readFileSync(join(repoRoot, 'package.json'), 'utf8')) as {
		devDependencies: Record<string, string>;
	};
	const loaded = code.flatMap(packagesIn);
	const names = [...new Set([...loaded, ...loaded.flatMap((name) => installed(name).peers)])].sort();
	return Object.fromEntries(
		names.map((name): [string, string] => {
			const version = devDependencies[name];
			if (!version || !/^\d/.test(version)) throw new Error(`package.json pins no version of ${name}`);
			return [name, version];
		}),
	);
}

/** The packages named and all that they depend on, as this repository has them installed, by name. */
export function withAllBelow(names: readonly string[]): Installed[] {
	const found = new Map<string, Installed>();
	const visit = (name: string, from: string): void => {
		const one = installed(name, from);
		if (found.has(one.folder)) return;
		found.set(one.folder, one);
		for (const below of one.dependencies) visit(below, one.folder);
	};
	for (const name of names) visit(name, '');
	return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** Finds a package as Node does: in the `node_modules` of the folder that asks for it, or of one above. */
function installed(name: string, from = ''): Installed {
	for (let folder = join(repoRoot, from); ; folder = dirname(folder)) {
		const manifest = join(folder, 'node_modules', name, 'package.json');
		if (existsSync(manifest)) return read(manifest);
		if (folder === repoRoot) throw new Error(`${name} is not installed`);
	}
}

function read(manifest: string): Installed {
	const { name, version, license, dependencies, peerDependencies } = JSON.parse(
		readFileSync(manifest, 'utf8'),
	) as Pick<Installed, 'name' | 'version'> & {
		license?: string;
		dependencies?: object;
		peerDependencies?: object;
	};
	if (typeof license !== 'string') throw new Error(`${manifest} names no licence`);
	return {
		name,
		version,
		license,
		folder: relative(repoRoot, dirname(manifest)),
		dependencies: Object.keys(dependencies ?? {}),
		peers: Object.keys(peerDependencies ?? {}),
	};
}
