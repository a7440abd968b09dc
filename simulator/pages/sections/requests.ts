import type { ToldRequest } from '../../record/plainWords';
import { button } from '../button';
import { html, type Html } from '../html';
import { inline, paragraphs } from '../markdown';
import type { Section } from '../section';

const SHOWN = 20;

const VERDICTS: Record<ToldRequest['verdict'], string> = {
	kept: 'as the contract says',
	refused: 'refused',
	broken: 'off the contract',
	fault: 'a fault',
	waiting: 'waiting',
};

/** The last requests in plain words, with what the contract says about them. */
export const requests: Section = {
	id: 'requests',
	title: 'Requests',
	render({ control }) {
		const latest = control.latestRequests(SHOWN);
		if (latest.length === 0)
			return html`<p class="empty">
				Nobody has asked anything yet. Run a workflow whose credential has an address above.
			</p>`;
		return html`<ol class="rows">
				${latest.map(requestHtml)}
			</ol>
			${button({ action: 'requests/clear', words: 'Clear the list' })}`;
	},
	actions: {
		clear({ control }) {
			control.clearJournal();
			return 'The list of requests is empty';
		},
	},
};

function requestHtml({
	id,
	at,
	sentence,
	line,
	status,
	verdict,
	faults,
	problems,
	document,
}: ToldRequest): Html {
	return html`<li id="request-${id}" class="${verdict}">
		<p>
			<time datetime="${at}">${at.slice(11, 19)}</time> ${sentence} <mark>${VERDICTS[verdict]}</mark>
			<span class="details"
				><code>${line}</code> ${status !== null && `HTTP ${status}`} ${faults.join(', ')}</span
			>
		</p>
		${
			problems.length > 0 &&
			html`<ul>
				${problems.map(
					(problem) =>
						html`<li>
							<strong>${problem.where}</strong> ${problem.message}
							${problem.document !== undefined && html`<q>${inline(problem.document)}</q>`}
						</li>`,
				)}
			</ul>`
		}
		${
			document !== undefined &&
			html`<details id="request-${id}-document">
				<summary>How the document puts it</summary>
				<blockquote>${paragraphs(document)}</blockquote>
			</details>`
		}
	</li>`;
}
