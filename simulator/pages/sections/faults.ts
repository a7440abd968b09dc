import { documentedCredits, documentedFault } from '../../faults/documentedFaults';
import type { FaultSpec } from '../../faults/fault';
import type { ActiveFault } from '../../faults/activeFaults';
import {
	FAULT_WORDS,
	faultTitle,
	MAGIC_FAULTS,
	type MagicFault,
	type MagicFaultWord,
} from '../../magicValues';
import { PARTNER_NAMES, PARTNERS } from '../../partners';
import { button } from '../button';
import { html, type Html } from '../html';
import { inline, paragraphs } from '../markdown';
import type { PageContext, Section } from '../section';

const OFTEN = { once: 'the next request', always: 'every request' };

/** Faults as switches, with what the pack's nodes do about them. */
export const faults: Section = {
	id: 'faults',
	title: 'Faults',
	render: (context) =>
		html`${activeHtml(context)}
			<ul class="rows cards">
				${FAULT_WORDS.map(switchHtml)} ${creditsHtml(context)} ${tokensHtml()}
			</ul>`,
	actions: {
		on({ control }, fields) {
			const name = FAULT_WORDS.find((one) => one === fields.get('name'));
			if (name === undefined) throw new Error(`There is no fault ${fields.get('name')}`);
			const provider = fields.get('provider') || undefined;
			const times = fields.get('often') === 'always' ? -1 : 1;
			control.faults.add({ ...(MAGIC_FAULTS[name].fault as FaultSpec), provider, times });
			return `On: ${MAGIC_FAULTS[name].title}`;
		},
		off({ control }, fields) {
			const id = fields.get('id');
			control.faults.clear(id === null ? undefined : Number(id));
			return 'Off';
		},
		credits: ({ control }, fields) =>
			`Movem has ${control.movem.setCredits({ credits: Number(fields.get('credits')) }).credits} credits`,
		expireTokens({ control }) {
			control.sprove.expireTokens();
			control.movingPortal.expireTokens({ refreshToo: true });
			return 'Every token has run out';
		},
	},
};

function activeHtml({ control }: PageContext): Html {
	const active = control.faults.list().filter(({ fault, met }) => fault.times === -1 || met < fault.times);
	if (active.length === 0) return html`<p class="empty">Nothing is switched on.</p>`;
	return html`<h3>Switched on</h3>
		<ul class="rows">
			${active.map(activeFaultHtml)}
		</ul>
		${active.length > 1 && button({ action: 'faults/off', words: 'Switch all off' })}
		<h3>To switch on</h3>`;
}

function activeFaultHtml({ id, fault, met }: ActiveFault): Html {
	const title = faultTitle(fault.kind);
	const meets = fault.times === -1 ? OFTEN.always : `the next ${fault.times - met}`;
	return html`<li id="fault-${id}">
		<p>
			<strong>${title}</strong> ${partnerName(fault.provider)}: ${meets}
			<span class="details">${fault.operationId} met ${met} so far</span>
		</p>
		${button({ action: 'faults/off', words: 'Switch off', about: title, fields: { id: String(id) } })}
	</li>`;
}

function switchHtml(name: MagicFaultWord): Html {
	const { title, happens, documented, otherwise }: MagicFault = MAGIC_FAULTS[name];
	const controls = html`<label>
			<span class="unseen">Partner: ${title}</span>
			<select name="provider">
				<option value="">${partnerName(undefined)}</option>
				${PARTNER_NAMES.map((one) => html`<option value="${PARTNERS[one].prefix}">${PARTNERS[one].name}</option>`)}
			</select>
		</label>
		<label>
			<span class="unseen">How often: ${title}</span>
			<select name="often">
				${Object.entries(OFTEN).map(([value, words]) => html`<option value="${value}">${words}</option>`)}
			</select>
		</label>`;
	return html`<li id="switch-${name}">
		<p><strong>${title}</strong> <span class="details">${happens}</span></p>
		${button({ action: 'faults/on', words: 'Switch on', about: title, fields: { name }, controls })}
		<details id="switch-${name}-node">
			<summary>What the node does<span class="unseen">: ${title}</span></summary>
			${otherwise !== undefined && html`<p>${inline(otherwise)}</p>`} ${documented.map(nodeHtml)}
		</details>
	</li>`;
}

/** What `docs/faults.md` says of a fault that meets one request. */
function nodeHtml(column: string): Html {
	const fault = documentedFault(column);
	if (!fault) return html`<p>docs/faults.md has no column ${column}.</p>`;
	return html`<p>
			${inline(upperFirst(fault.happens))}.${fault.says !== '' && html` An item that fails says: ${inline(fault.says)}.`}
		</p>
		<dl class="values">
			${fault.results.map(
				({ meaning, operations }) =>
					html`<div>
						<dt>${inline(meaning)}</dt>
						<dd>${byPartner(operations)}</dd>
					</div>`,
			)}
		</dl>`;
}

/** `Movem · Credit: Get` and others, the partner named once for all of its operations. */
function byPartner(operations: string[]): Html[] {
	const partners = new Set(operations.map((operation) => operation.split(' · ')[0] ?? ''));
	return [...partners].map((partner) => {
		const own = operations.filter((operation) => operation.startsWith(`${partner} · `));
		const titles = own.map((operation) => operation.slice(partner.length + 3));
		return html`<p><strong>${partner}</strong> ${titles.join(', ')}</p>`;
	});
}

function creditsHtml({ simulation }: PageContext): Html {
	const { credits } = simulation.partners.movem.state();
	return html`<li id="switch-credits">
		<p><strong>No credits</strong> <span class="details">Movem has ${credits}.</span></p>
		<div class="steps">
			${button({ action: 'faults/credits', words: 'Take them away', fields: { credits: '0' }, disabled: credits === 0 })}
			${button({ action: 'faults/credits', words: 'Give 100', fields: { credits: '100' } })}
		</div>
		<details id="switch-credits-node">
			<summary>What the node does<span class="unseen">: No credits</span></summary>
			${paragraphs(documentedCredits())}
		</details>
	</li>`;
}

function tokensHtml(): Html {
	return html`<li id="switch-tokens">
		<p>
			<strong>Tokens have run out</strong>
			<span class="details">sprove and The Moving Portal; n8n logs in again by itself.</span>
		</p>
		${button({ action: 'faults/expireTokens', words: 'Let every token run out now' })}
	</li>`;
}

function partnerName(provider: string | undefined): string {
	const name = PARTNER_NAMES.find((one) => PARTNERS[one].prefix === provider);
	return name === undefined ? (provider ?? 'Every partner') : PARTNERS[name].name;
}

function upperFirst(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
