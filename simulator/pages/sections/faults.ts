import { html } from '../html';
import type { Section } from '../section';

export const faults: Section = {
	id: 'faults',
	title: 'Faults',
	render: () => html`<p>Nothing yet.</p>`,
};
