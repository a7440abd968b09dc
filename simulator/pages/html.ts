/** HTML whose text is escaped already. */
export class Html {
	constructor(readonly text: string) {}
}

/** What may stand in a template: false, null and undefined stand for nothing. */
export type Part = Html | string | number | boolean | null | undefined | readonly Part[];

const ENTITIES: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/**
 * Writes HTML: html`<p title="${title}">${text}</p>`. Whatever is put into it is escaped, unless it is HTML itself.
 * An attribute stands in quotation marks, because text without them could begin another attribute.
 */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
	return new Html(strings.reduce((text, string, index) => text + textOf(parts[index - 1]) + string));
}

function textOf(part: Part): string {
	if (part instanceof Html) return part.text;
	if (Array.isArray(part)) return part.map(textOf).join('');
	if (part === undefined || part === null || typeof part === 'boolean') return '';
	return String(part).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
