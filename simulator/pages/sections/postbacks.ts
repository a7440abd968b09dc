import type { Repetition } from '../../partners/smartMove/postback/postbackSender';
import type { SentPostback } from '../../partners/smartMove/postback/postbackLog';
import { button } from '../button';
import { html, type Html } from '../html';
import type { Section } from '../section';

const SHOWN = 10;

const AGAIN: Record<Repetition, string> = {
	now: 'Send again',
	late: 'Send an hour late',
	twice: 'Send twice',
	wrongPassword: 'Send with a wrong password',
};

/** The postbacks that SmartMove has sent, and buttons that send them again. */
export const postbacks: Section = {
	id: 'postbacks',
	title: 'Postbacks sent',
	render({ control }) {
		const sent = control.smartMove.postbacks().slice(-SHOWN).reverse();
		if (sent.length === 0)
			return html`<p class="empty">
				SmartMove has told nobody anything yet. It writes to the address that an order names.
			</p>`;
		return html`<ol class="rows">
			${sent.map(postbackHtml)}
		</ol>`;
	},
	actions: {
		again({ control }, fields) {
			const id = Number(fields.get('id'));
			const how = fields.get('how') as Repetition;
			control.smartMove.sendAgain({ id, how });
			return `Done: ${AGAIN[how]}: postback ${id}`;
		},
	},
};

function postbackHtml({ id, at, to, body, attempt, status, problem, headers }: SentPostback): Html {
	const answered = problem ?? (status === null ? 'no answer yet' : `answered HTTP ${status}`);
	return html`<li id="postback-${id}">
		<p>
			<time datetime="${at}">${at.slice(11, 19)}</time> ${wordsOf(body)} <mark>${answered}</mark>
			<span class="details">
				to <code>${to}</code>${attempt > 1 && `, attempt ${attempt}`}${
					headers.authorization === undefined && ', without a password'
				}
			</span>
		</p>
		<div class="steps">
			${Object.entries(AGAIN).map(([how, words]) =>
				button({
					action: 'postbacks/again',
					words,
					about: `postback ${id}`,
					fields: { id: String(id), how },
				}),
			)}
		</div>
	</li>`;
}

/** What a postback says; its text as sent, where it is not JSON. */
function wordsOf(body: string): string {
	try {
		const { applicationId, notificationText, reportStatus } = JSON.parse(body) as Record<string, unknown>;
		return `Application ${String(applicationId)}: ${String(notificationText ?? 'no text')} (${String(reportStatus)})`;
	} catch {
		return body.slice(0, 200);
	}
}
