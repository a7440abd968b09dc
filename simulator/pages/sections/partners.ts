import { z } from 'zod';
import type { Partner } from '../../partner';
import { PARTNER_NAMES, PARTNERS, type PartnerName } from '../../partners';
import { button } from '../button';
import { html, type Html } from '../html';
import type { Panel, PanelList, Row, Step } from '../panel';
import type { PageAction, PageContext, Section } from '../section';

/** More would be slow to draw every two seconds, and nobody reads them. */
const MOST_ROWS = 20;
const ROWS_IN_SIGHT = 5;

/** The partners: how n8n reaches them, what they hold, and what people do there. */
export const partners: Section = {
	id: 'partners',
	title: 'Partners',
	render: ({ simulation }) =>
		html`<div class="partners">
			${PARTNER_NAMES.map((name) => partnerHtml(name, simulation.partners[name], simulation.address))}
		</div>`,
	actions: { step: takeStep },
};

const inputSchema = z.record(z.unknown());

/** Calls the control action of a step with its input and what was chosen. */
function takeStep({ simulation }: PageContext, fields: URLSearchParams): ReturnType<PageAction> {
	const [provider = '', name = ''] = ['provider', 'action'].map((field) => fields.get(field) ?? '');
	const actions = simulation.partner(provider)?.controlActions ?? {};
	const action = Object.entries(actions).find(([known]) => known === name)?.[1] as
		((input: unknown) => unknown) | undefined;
	if (!action) throw new Error(`${provider} has no action ${name}`);
	const inputs = fields.getAll('input').map((text) => inputSchema.parse(JSON.parse(text)));
	action(Object.assign({}, ...inputs));
	return `Done: ${fields.get('words') ?? name}`;
}

function partnerHtml(name: PartnerName, partner: Partner, address: string): Html {
	const { provider } = partner;
	const panel = partner.panel?.();
	const login = Object.entries(PARTNERS[name].credential);
	return html`<article id="${provider}" aria-labelledby="${provider}-title">
		<header>
			<h3 id="${provider}-title">${partner.title}</h3>
			<dl class="login">
				${[['Address', `${address}/${provider}`] as const, ...login].map(
					([field, value]) =>
						html`<div>
							<dt>${wordsOf(field)}</dt>
							<dd>
								<code>${value}</code>
								<button type="button" class="copy" data-copy="${value}">
									Copy<span class="unseen">: ${wordsOf(field)} of ${PARTNERS[name].name}</span>
								</button>
							</dd>
						</div>`,
				)}
			</dl>
		</header>
		${panel && panelHtml(provider, panel)}
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
	const shown = rows.slice(0, MOST_ROWS);
	const older = shown.slice(ROWS_IN_SIGHT);
	const unseen = total - shown.length;
	const draw = (some: Row[]) =>
		html`<ul class="rows">
			${some.map((row) => rowHtml(provider, row))}
		</ul>`;
	return html`<h4>${title} <small>${total}</small></h4>
		${total === 0 ? html`<p class="empty">${whenEmpty}</p>` : draw(shown.slice(0, ROWS_IN_SIGHT))}
		${
			older.length > 0 &&
			html`<details id="${provider}-${idOf(title)}-older">
				<summary>${older.length} older ones</summary>
				${draw(older)}
			</details>`
		}
		${unseen > 0 && html`<p class="empty">${unseen} more are not shown.</p>`}`;
}

function rowHtml(provider: string, row: Row): Html {
	const { id, name, details, status, link, steps, rows = [] } = row;
	return html`<li id="${provider}-${idOf(id)}" aria-label="${name}">
		<p>
			<strong>${name}</strong> <mark>${status}</mark>
			<span class="details">${details.join(' · ')}</span>
			${link && html`<a href="${link.path}">${link.words}<span class="unseen">: ${name}</span></a>`}
		</p>
		${steps.length > 0 && html`<div class="steps">${steps.map((step) => stepHtml(provider, step, name))}</div>`}
		${
			rows.length > 0 &&
			html`<ul class="rows">
				${rows.map((inner) => rowHtml(provider, inner))}
			</ul>`
		}
	</li>`;
}

function stepHtml(provider: string, { words, action, input = {}, choices }: Step, about?: string): Html {
	const said = about === undefined ? words : `${words}: ${about}`;
	const controls =
		choices &&
		html`<label>
			<span class="unseen">${choices.label}${about !== undefined && `: ${about}`}</span>
			<select name="input">
				${choices.options.map(
					(option) => html`<option value="${JSON.stringify(option.input)}">${option.words}</option>`,
				)}
			</select>
		</label>`;
	const fields = { provider, action, words: said, input: JSON.stringify(input) };
	return button({ action: 'partners/step', words, about, fields, controls });
}

/** `postbackPassword` → `Postback password`. */
function wordsOf(field: string): string {
	const words = field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
	return words.charAt(0).toUpperCase() + words.slice(1);
}

function idOf(text: string): string {
	return text.replace(/[^A-Za-z0-9]+/g, '-');
}
