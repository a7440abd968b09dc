import { headingsOf, read } from './documents';

const page = read('docs/troubleshooting.md');

/** What people say: the headings of the page. */
export const symptoms = headingsOf(page)
	.filter(({ level }) => level === 2)
	.map(({ text }) => text);

/** The symptoms that only a real n8n has; the others show in n8n's engine alone. */
export const ON_REAL_N8N = [
	'Nothing happens at night',
	'The credential test is red',
	'The postback never came',
	'It is waiting for ever',
	'Nodes are not in the list',
	'n8n says unknown node type',
	'After an update or a restart…',
];

/** What the page quotes under a symptom: lines behind a bar. Its … stands for anything. */
function quotesOf(symptom: string): string[] {
	const section = page.split(/^## /m).find((each) => each.startsWith(`${symptom}\n`)) ?? '';
	return [...section.matchAll(/(?:^ *> .*\n)+/gm)].map(([lines]) =>
		lines.replace(/^ *> /gm, '').replace(/\s+/g, ' ').trim(),
	);
}

/** Whether a text has the parts of a quote in their order. */
function isQuoteOf(said: string, quote: string): boolean {
	const text = said.replace(/\s+/g, ' ');
	let from = 0;
	return quote.split('…').every((part) => {
		const at = text.indexOf(part.trim(), from);
		from = at + part.trim().length;
		return at >= 0;
	});
}

/**
 * Holds a symptom of the page to what was said when it was brought about: everything that the page quotes was said, and
 * everything that was said is quoted.
 */
export function expectQuoted(symptom: string, said: string[]): void {
	const quotes = quotesOf(symptom);
	expect({
		neverSaid: quotes.filter((quote) => !said.some((text) => isQuoteOf(text, quote))),
		notQuoted: said.filter((text) => !quotes.some((quote) => isQuoteOf(text, quote))),
	}).toEqual({ neverSaid: [], notQuoted: [] });
	expect(said).not.toEqual([]);
}
