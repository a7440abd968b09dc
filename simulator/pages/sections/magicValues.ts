import {
	FAULT_WORDS,
	MAGIC_FAULTS,
	MAGIC_FIELDS,
	MAGIC_OUTCOMES,
	OUTCOME_AFTER_SECONDS,
	REPEATS,
} from '../../magicValues';
import { PARTNER_NAMES, PARTNERS, type PartnerName } from '../../partners';
import { html } from '../html';
import type { Section } from '../section';

const nameOf = (partner: string) => PARTNERS[partner as PartnerName].name;

/** What to type into n8n to provoke a case there. */
export const magicValues: Section = {
	id: 'magic-values',
	title: 'Magic values',
	render: () =>
		html`<p>
				Typed into n8n where the partner takes a text, these provoke a case. The domain is
				<code>example.test</code> or ends in <code>.nosend</code>, where no mail arrives;
				<code>slow+2@example.test</code> is another of the same.
			</p>
			<dl class="facts">
				${Object.entries(MAGIC_FIELDS).map(
					([partner, field]) =>
						html`<div>
							<dt>${nameOf(partner)}</dt>
							<dd>${field}</dd>
						</div>`,
				)}
			</dl>
			<h3>What goes wrong with a request</h3>
			<dl class="values">
				${FAULT_WORDS.map(
					(word) =>
						html`<div>
							<dt><code>${word}@example.test</code></dt>
							<dd>${MAGIC_FAULTS[word].happens}; ${REPEATS[MAGIC_FAULTS[word].meets]}</dd>
						</div>`,
				)}
			</dl>
			<h3>What becomes of it</h3>
			<p>
				Within the simulator’s next ${OUTCOME_AFTER_SECONDS} seconds, but for <code>nocredit@</code>, which
				holds at once.
			</p>
			<dl class="values">
				${Object.entries(MAGIC_OUTCOMES).map(
					([word, partners]) =>
						html`<div>
							<dt><code>${word}@example.test</code></dt>
							<dd>
								<ul>
									${PARTNER_NAMES.filter((name) => name in partners).map(
										(name) =>
											html`<li>
												${nameOf(name)}: ${(partners as Partial<Record<PartnerName, string>>)[name]}
											</li>`,
									)}
								</ul>
							</dd>
						</div>`,
				)}
			</dl>`,
};
