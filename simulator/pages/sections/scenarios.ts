import { html } from '../html';
import type { Section } from '../section';

export const scenarios: Section = {
	id: 'scenarios',
	title: 'Scenarios',
	render: () => html`<p>Nothing yet.</p>`,
};
