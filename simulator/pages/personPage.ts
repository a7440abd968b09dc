import { documentOf } from './document';
import { html, type Html } from './html';
import type { Step } from './panel';

/** A kind of page that people are sent to by a link of a partner: an invitation, a form, a report. */
export interface PersonPage {
	/** Its path below the partner's prefix, up to what tells one page from another. */
	path: string;
	/** The page of what follows the path; undefined when the link leads nowhere. */
	show(token: string): PersonPageContent | undefined;
}

/** What stands on the page of a person. */
export interface PersonPageContent {
	title: string;
	/** Names and values, one under the other. */
	facts: Record<string, string | number>;
	/** Below the facts. */
	body?: Html;
	/** What the person can do there: the same steps as at `/`. */
	steps: Step[];
}

/** The page of a person as HTML; `said` is what came of the last step. */
export function personPage(partner: string, content: PersonPageContent, said?: string): string {
	const { title, facts, body, steps } = content;
	return documentOf(
		`${title} (simulated)`,
		html`<header class="simulated">
				<p class="container">
					<strong>Simulated:</strong> a page of ${partner}. Nothing here costs anything and nobody is written
					to.
				</p>
			</header>
			<main class="container person">
				<h1>${title}</h1>
				${said !== undefined && html`<p role="status">${said}</p>`}
				<dl>
					${Object.entries(facts).map(
						([name, value]) =>
							html`<div>
								<dt>${name}</dt>
								<dd>${value}</dd>
							</div>`,
					)}
				</dl>
				${body} ${steps.map(stepHtml)}
				<p><a href="/">All simulated partners</a></p>
			</main>`,
	);
}

function stepHtml({ words, choices }: Step): Html {
	const options = choices?.options.map((option) => html`<option>${option.words}</option>`);
	return html`<form method="post">
		${
			choices &&
			html`<label
				>${choices.label}
				<select name="choice">
					${options}
				</select></label
			>`
		}
		<button name="step" value="${words}">${words}</button>
	</form>`;
}
