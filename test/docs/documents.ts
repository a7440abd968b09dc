import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';

export const root = join(__dirname, '../..');
export const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** What a checkout does not have, or a tool has written. */
const NOT_OURS = ['node_modules', 'dist', 'coverage', '.cache', '.git', 'package-lock.json'];

/** Every file and folder of the repository, from its root: `docs/faults.md`. */
export const paths: string[] = readdirSync(root, { withFileTypes: true })
	.filter(({ name }) => !NOT_OURS.includes(name) && !/\.(log|tgz)$/.test(name))
	.flatMap((entry) => [
		entry.name,
		...(entry.isDirectory()
			? readdirSync(join(root, entry.name), { recursive: true, encoding: 'utf8' }).map((path) =>
					`${entry.name}/${path}`.replaceAll(sep, '/'),
				)
			: []),
	]);

/** Documents for readers: those in capitals at the root, and all in docs/. */
export const documents = paths.filter((path) => /^(?:[A-Z]+|docs\/.*)\.md$/.test(path));

const withoutComments = (markdown: string) => markdown.replace(/<!--.*?-->/gs, '');
const FENCE = /^```.*?^```$/gms;
const CODE = /`([^`\n]+)`/g;

/** The lines of fenced code, and inline code. */
export function codeOf(markdown: string): string[] {
	const fenced = [...markdown.matchAll(FENCE)].flatMap(([block]) => block.split('\n').slice(1, -1));
	return [...fenced, ...[...markdown.replace(FENCE, '').matchAll(CODE)].map(([, code]) => code!)];
}

/** The targets of links and pictures. */
export const linksOf = (markdown: string) =>
	[
		...withoutComments(markdown)
			.replace(FENCE, '')
			.replace(CODE, 'code')
			.matchAll(/\]\(([^)\s]+)\)|(?:href|src)="([^"]+)"/g),
	].map(([, link, attribute]) => link ?? attribute!);

/** The text as a reader sees it: a link is its text, a picture its caption. */
export const visible = (markdown: string) =>
	withoutComments(markdown)
		.replace(/\]\([^)\s]+\)/g, ' ')
		.replace(/^```.*$/gm, '')
		.replace(/[[\]`*|]/g, ' ');

export interface Heading {
	level: number;
	text: string;
	/** The part of a link after `#`, as GitHub makes it. */
	anchor: string;
}

export function headingsOf(markdown: string): Heading[] {
	const seen = new Map<string, number>();
	return [
		...withoutComments(markdown)
			.replace(FENCE, '')
			.matchAll(/^(#+) (.+)$/gm),
	].map(([, signs, title]) => {
		const text = title!
			.replace(/\]\([^)\s]+\)/g, '')
			.replace(/[[\]`*]/g, '')
			.trim();
		const plain = text
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\s_-]/gu, '')
			.replace(/\s/g, '-');
		const before = seen.get(plain) ?? 0;
		seen.set(plain, before + 1);
		return { level: signs!.length, text, anchor: before > 0 ? `${plain}-${before}` : plain };
	});
}

/** The reason why a link in a document is wrong, if it is. */
export function brokenLink(document: string, link: string): string | undefined {
	if (/^[a-z]+:/i.test(link)) return undefined;
	const [path = '', anchor] = decodeURI(link).split('#');
	const target = path ? posix.join(posix.dirname(document), path).replace(/\/$/, '') : document;
	if (!paths.includes(target)) return `${document}: ${link} — there is no ${target}`;
	if (anchor === undefined) return undefined;
	const anchors = target.endsWith('.md') ? headingsOf(read(target)).map((heading) => heading.anchor) : [];
	return anchors.includes(anchor) ? undefined : `${document}: ${link} — ${target} has no #${anchor}`;
}
