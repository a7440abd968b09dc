import { readdirSync } from 'node:fs';
import { n8nManifestsFolder } from './paths';
import { UserError } from './userError';

const numbersOf = (version: string) => version.split('.').map(Number);

/** Negative if `one` is older; missing parts of a version count as 0. */
function compare(one: string, other: string): number {
	const [left, right] = [numbersOf(one), numbersOf(other)];
	for (let place = 0; place < Math.max(left.length, right.length); place++) {
		const difference = (left[place] ?? 0) - (right[place] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
}

/** The versions of n8n that can be installed here, oldest first: each folder of `testbed/n8n` is one. */
export const n8nVersions: readonly string[] = readdirSync(n8nManifestsFolder)
	.filter((name) => /^\d+\.\d+\.\d+$/.test(name))
	.sort(compare);

/** The default version. */
export const newestN8n = n8nVersions.at(-1) ?? '';

/** Whether a version is `least` or newer, e.g. `isAtLeast('2.8.4', '2.0')`. */
export const isAtLeast = (version: string, least: string): boolean => compare(version, least) >= 0;

/** Returns the version; throws a UserError that lists the known versions if it is not one of them. */
function knownVersion(version: string): string {
	if (n8nVersions.includes(version)) return version;
	throw new UserError(`There is no n8n ${version} here, but there are ${n8nVersions.join(', ')}.`);
}

/** Which n8n to run: what the environment names in `N8N_UNDER_TEST`, else the newest. */
export function n8nUnderTest(env: NodeJS.ProcessEnv = process.env): string {
	return env.N8N_UNDER_TEST ? knownVersion(env.N8N_UNDER_TEST) : newestN8n;
}

/**
 * Environment variables that not every n8n accepts. 2.41 has a module that sends a request to the internet at start;
 * an n8n that does not know the module exits with an error if the variable names it (2.8.4, modules.config.js).
 */
export function environmentFor(version: string): NodeJS.ProcessEnv {
	return isAtLeast(version, '2.41') ? { N8N_DISABLED_MODULES: 'mcp-registry' } : {};
}
