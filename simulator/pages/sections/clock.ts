import { button } from '../button';
import { html } from '../html';
import type { Section } from '../section';

const SPEEDS = [
	{ speed: 1, words: 'as fast as the real time' },
	{ speed: 60, words: 'a minute each second' },
	{ speed: 3600, words: 'an hour each second' },
];

/** The simulated time: it can be moved on, run and stopped. */
export const clock: Section = {
	id: 'clock',
	title: 'Clock',
	render({ simulation }) {
		const { running, speed } = simulation.clock;
		const pace = SPEEDS.find((one) => one.speed === speed)?.words ?? `${speed} seconds each second`;
		return html`<p>
				${running ? `It runs ${pace}.` : 'It stands still.'} Links and tokens run out by it, and what comes
				later comes by it.
			</p>
			<div class="steps">
				${button({ action: 'clock/advance', words: 'An hour on', fields: { hours: '1' } })}
				${button({ action: 'clock/advance', words: 'A day on', fields: { hours: '24' } })}
				${SPEEDS.map((one) =>
					button({
						action: 'clock/run',
						words: `Run ${one.words}`,
						fields: { speed: String(one.speed) },
						disabled: running && one.speed === speed,
					}),
				)}
				${button({ action: 'clock/stop', words: 'Stop', disabled: !running })}
			</div>`;
	},
	actions: {
		advance: ({ control }, fields) =>
			`It is ${control.clock.advance({ hours: Number(fields.get('hours')) })} now`,
		run({ control }, fields) {
			control.clock.run({ speed: Number(fields.get('speed')) });
			return 'The clock runs';
		},
		stop: ({ control }) => `The clock stands still at ${control.clock.stop()}`,
	},
};
