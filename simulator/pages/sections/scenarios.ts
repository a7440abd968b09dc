import { SCENARIO_NAMES, SCENARIOS } from '../../scenarios';
import { button } from '../button';
import { html } from '../html';
import type { Section } from '../section';

/** States to start from. */
export const scenarios: Section = {
	id: 'scenarios',
	title: 'Scenarios',
	render: () =>
		html`<p>Each starts anew: what the partners hold, the requests and the faults are gone.</p>
			<ul class="rows cards">
				${SCENARIO_NAMES.map(
					(name) =>
						html`<li>
							<p>
								<strong>${SCENARIOS[name].title}</strong>
								<span class="details">${SCENARIOS[name].holds}</span>
							</p>
							${button({ action: 'scenarios/begin', words: 'Start', about: SCENARIOS[name].title, fields: { name } })}
						</li>`,
				)}
				<li>
					<p><strong>Reset</strong> <span class="details">As the simulator was when it started.</span></p>
					${button({ action: 'scenarios/reset', words: 'Reset' })}
				</li>
			</ul>`,
	actions: {
		begin({ control }, fields) {
			const name = SCENARIO_NAMES.find((one) => one === fields.get('name'));
			if (name === undefined) throw new Error(`There is no scenario ${fields.get('name')}`);
			control.scenario(name);
			return `Started: ${SCENARIOS[name].title}`;
		},
		reset({ control }) {
			control.reset();
			return 'Everything is as it was at the start';
		},
	},
};
