/** The heading under which changes are noted until they are released. */
const UNRELEASED = '## Unreleased';

/**
 * A changelog in which what was not released yet is released.
 *
 * @param date as `2026-11-26`
 * @throws Error where nothing has changed since the last release
 */
export function released(changelog: string, version: string, date: string): string {
	const entries = sectionOf(changelog, 'Unreleased');
	if (entries === undefined || entries === '')
		throw new Error('CHANGELOG.md has nothing under “Unreleased”.');
	return changelog.replace(UNRELEASED, `${UNRELEASED}\n\n## ${version} (${date})`);
}

/** What a changelog says of a version; undefined where it does not name it. */
export function sectionOf(changelog: string, version: string): string | undefined {
	const [, ...sections] = changelog.split(/^## /m);
	const section = sections.find((each) => each.split(/\s/, 1)[0] === version);
	return section?.slice(section.indexOf('\n')).trim();
}
