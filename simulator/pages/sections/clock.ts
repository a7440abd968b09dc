import { html } from '../html';
import type { Section } from '../section';

export const clock: Section = {
	id: 'clock',
	title: 'Clock',
	render: () => html`<p>Nothing yet.</p>`,
};
