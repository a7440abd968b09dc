import { documentOf } from './document';
import type { N8nLinks } from '../simulation';
import { html, type Html } from './html';
import { FIRST_SECTION, OTHER_SECTIONS, SECTIONS } from './sections';
import type { PageContext, Section } from './section';

const TITLE = 'Simulated partners';

/** What was said about the last button. */
export interface Said {
	text: string;
	failed: boolean;
}

/** The page at `/`. */
export function dashboard(context: PageContext, said?: Said): string {
	const { clock, n8n } = context.simulation;
	const links = SECTIONS.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`);
	return documentOf(
		TITLE,
		html`<a class="skip" href="#partners">Skip to the partners</a>
			<header class="container-fluid">
				<h1>${TITLE}</h1>
				<p>Everything here is made up. Nothing costs anything and nobody is written to.</p>
				${n8n && n8nHtml(n8n)}
				<nav aria-label="Sections">
					<ul>
						${links}
					</ul>
				</nav>
				<p id="said" role="status">
					${said && html`<span class="${said.failed ? 'failed' : 'done'}">${said.text}</span>`}
				</p>
			</header>
			<main
				id="sections"
				class="container-fluid"
				hx-get="/"
				hx-trigger="every 2s"
				hx-target:inherited="#sections"
				hx-select:inherited="#sections"
				hx-swap:inherited="outerMorph"
			>
				<p class="now">
					Simulated time
					<time datetime="${clock.iso()}">${clock.iso().slice(0, 16).replace('T', ' ')}</time>${
						clock.running ? '' : ', standing still'
					}
				</p>
				${sectionHtml(FIRST_SECTION, context)}
				<div class="beside">${OTHER_SECTIONS.map((section) => sectionHtml(section, context))}</div>
			</main>`,
		true,
	);
}

function n8nHtml({ address, execution }: N8nLinks): Html {
	return html`<p>
		<a href="${address}">n8n</a
		>${execution !== undefined && html`, <a href="${execution}">the finished execution</a>`}
	</p>`;
}

function sectionHtml({ id, title, render }: Section, context: PageContext): Html {
	return html`<section id="${id}" aria-labelledby="${id}-title">
		<h2 id="${id}-title">${title}</h2>
		${render(context)}
	</section>`;
}
