import { z } from 'zod';
import type { Partner } from '../../partner';
import { whatToEnter } from '../../credentials';
import { PARTNER_NAMES, PARTNERS, type PartnerName } from '../../partners';
import { button } from '../button';
import { html, type Html } from '../html';
import { MOST_ROWS, type Panel, type PanelList, type Row, type Step } from '../panel';
import type { PageContext, Section } from '../section';
import { takeStep } from '../step';

const ROWS_IN_SIGHT = 5;

/** The partners: how n8n reaches them, what they hold, and what people do there. */
export const partners: Section = {
	id: 'partners',
	title: 'Partners',
	render: ({ simulation }) =>
		html`<div class="partners">
			${PARTNER_NAMES.map((name) => partnerHtml(name, simulation.partners[name], simulation.address))}
		</div>`,
	actions: { step },
};

const inputSchema = z.record(z.unknown());

/** Takes a step with its input and what was chosen. */
async function step({ simulation }: PageContext, fields: URLSearchParams): Promise<string> {
	const field = (name: string) => fields.get(name) ?? '';
	const partner = simulation.partner(field('provider'));
	if (!partner) throw new Error(`There is no partner ${field('provider')}`);
	const inputs = fields.getAll('input').map((text) => inputSchema.parse(JSON.parse(text)));
	await takeStep(partner, field('action'), Object.assign({}, ...inputs));
	return `Done: ${field('words')}`;
}

function partnerHtml(name: PartnerName, partner: Partner, address: string): Html {
	const { provider, notes = [] }: Partner = partner;
	const panel = partner.panel?.();
	return html`<article id="${provider}" aria-labelledby="${provider}-title">
		<header>
			<h3 id="${provider}-title">${partner.title}</h3>
			<dl class="login">
				${whatToEnter(name, address).map(
					([field, value]) =>
						html`<div>
							<dt>${field}</dt>
							<dd>
								<code>${value}</code>
								<button
									type="button"
									class="copy"
									data-copy="${value}"
									aria-label="Copy: ${field} of ${PARTNERS[name].name}"
								>
									Copy
								</button>
							</dd>
						</div>`,
				)}
			</dl>
		</header>
		${notes.map((note) => html`<p class="empty">${note}</p>`)} ${panel && panelHtml(provider, panel)}
	</article>`;
}

function panelHtml(provider: string, { facts, steps, lists }: Panel): Html {
	return html`<dl class="facts">
			${facts.map(
				([fact, value]) =>
					html`<div>
						<dt>${fact}</dt>
						<dd>${value}</dd>
					</div>`,
			)}
		</dl>
		${steps.length > 0 && html`<div class="steps">${steps.map((step) => stepHtml(provider, step))}</div>`}
		${lists.map((list) => listHtml(provider, list))}`;
}

function listHtml(provider: string, { title, whenEmpty, total, rows }: PanelList): Html {
	return html`<h4>${title} <small>${total}</small></h4>
		${total === 0 ? html`<p class="empty">${whenEmpty}</p>` : rowsHtml(provider, idOf(title), rows, total)}`;
}

/** The newest rows in sight, others to be opened, and how many are not there at all. */
function rowsHtml(provider: string, id: string, rows: Row[], total = rows.length): Html {
	const shown = rows.slice(0, MOST_ROWS);
	const older = shown.slice(ROWS_IN_SIGHT);
	const unseen = total - shown.length;
	const draw = (some: Row[]) =>
		html`<ul class="rows">
			${some.map((row) => rowHtml(provider, row))}
		</ul>`;
	return html`${draw(shown.slice(0, ROWS_IN_SIGHT))}
	${
		older.length > 0 &&
		html`<details id="${provider}-${id}-older">
			<summary>${older.length} older</summary>
			${draw(older)}
		</details>`
	}
	${unseen > 0 && html`<p class="empty">${unseen} still older are not shown.</p>`}`;
}

function rowHtml(provider: string, row: Row): Html {
	const { name, details, status, link, steps = [], rows = [] } = row;
	const id = idOf(row.id);
	return html`<li id="${provider}-${id}" aria-label="${name}">
		<p>
			<strong>${name}</strong> ${status !== undefined && html`<mark>${status}</mark>`}
			<span class="details">${details.join(' · ')}</span>
			${link && html`<a href="${link.url}" aria-label="${link.words}: ${name}">${link.words}</a>`}
		</p>
		${steps.length > 0 && html`<div class="steps">${steps.map((step) => stepHtml(provider, step, name))}</div>`}
		${rows.length > 0 && rowsHtml(provider, id, rows)}
	</li>`;
}

function stepHtml(provider: string, { words, action, input = {}, choices }: Step, about?: string): Html {
	const said = about === undefined ? words : `${words}: ${about}`;
	const label = choices && (about === undefined ? choices.label : `${choices.label}: ${about}`);
	const options = choices?.options.map(
		(option) => html`<option value="${JSON.stringify(option.input)}">${option.words}</option>`,
	);
	const controls =
		choices &&
		html`<select name="input" aria-label="${label}">
			${options}
		</select>`;
	const fields = { provider, action, words: said, input: JSON.stringify(input) };
	return button({ action: 'partners/step', words, about, fields, controls });
}

function idOf(text: string): string {
	return text.replace(/[^A-Za-z0-9]+/g, '-');
}
