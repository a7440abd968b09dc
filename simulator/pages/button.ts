import { html, type Html, type Part } from './html';

/** A button of the page at `/`, in a form of its own. */
export interface Button {
	/** Where it posts to: the section and the name of its action, as `clock/advance`. */
	action: string;
	/** What the button says. */
	words: string;
	/** What it is about, for those who hear the button without seeing its row: `Pat Renter`. */
	about?: string;
	/** Sent with it. */
	fields?: Record<string, string>;
	/** Controls that stand before the button, with labels of their own. */
	controls?: Part;
	disabled?: boolean;
}

/** Renders a button. Without scripts it is an ordinary form; with them only what has changed is drawn anew. */
export function button({ action, words, about, fields = {}, controls, disabled = false }: Button): Html {
	const hidden = Object.entries(fields).map(
		([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
	);
	const label = about !== undefined && html` aria-label="${words}: ${about}"`;
	return html`<form method="post" action="/_page/${action}" hx-post="/_page/${action}" hx-select-oob="#said:innerHTML">
		${hidden}${controls}<button${label}${disabled && html` disabled`}>${words}</button>
	</form>`;
}
