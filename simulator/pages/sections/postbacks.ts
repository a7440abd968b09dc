import { html } from '../html';
import type { Section } from '../section';

export const postbacks: Section = {
	id: 'postbacks',
	title: 'Postbacks sent',
	render: () => html`<p>Nothing yet.</p>`,
};
