import { html } from '../html';
import type { Section } from '../section';

export const requests: Section = {
	id: 'requests',
	title: 'Requests',
	render: () => html`<p>Nothing yet.</p>`,
};
