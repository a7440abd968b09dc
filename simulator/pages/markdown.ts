import { html, type Part } from './html';

/** A line of Markdown: `code` and *names of fields*, as the documents write them. */
export function inline(text: string): Part {
	return text.split(/(`[^`]+`|\*[^*]+\*)/).map((piece) => {
		if (/^`.+`$/.test(piece)) return html`<code>${piece.slice(1, -1)}</code>`;
		return /^\*.+\*$/.test(piece) ? html`<em>${piece.slice(1, -1)}</em>` : piece;
	});
}

/** Paragraphs of Markdown. */
export function paragraphs(text: string): Part {
	return text
		.trim()
		.split(/\n\s*\n/)
		.map((one) => html`<p>${inline(one)}</p>`);
}
