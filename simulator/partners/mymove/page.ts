import { MOST_ROWS, type Panel, type Row } from '../../pages/panel';
import type { Lead } from './fakeData';
import type { LeadStream } from './stream';

/** MYMOVE on the page at `/`. */
export function mymovePanel(stream: LeadStream, now: number): Panel {
	const leads = stream.newest(MOST_ROWS, now);
	return {
		facts: [['Leads a day that come by themselves', stream.leadsPerDay]],
		steps: [
			{ words: 'A mover opts in', action: 'addLead' },
			{
				words: 'Movers opt in by themselves',
				action: 'setSwitches',
				choices: {
					label: 'How many movers',
					options: [
						{ words: 'one every five minutes', input: { leadsPerDay: 288 } },
						{ words: 'one a minute', input: { leadsPerDay: 1440 } },
						{ words: 'none', input: { leadsPerDay: 0 } },
					],
				},
			},
		],
		lists: [{ title: 'Newest leads', whenEmpty: 'None yet.', total: leads.length, rows: leads.map(rowOf) }],
	};
}

function rowOf(lead: Lead): Row {
	const { first_name, last_name, email, old_city, old_state, new_city, new_state, move_date, created_at } =
		lead;
	return {
		id: `${email} ${created_at}`,
		name: `${first_name} ${last_name}`,
		details: [
			`${old_city}, ${old_state} to ${new_city}, ${new_state} on ${move_date.slice(0, 10)}`,
			email,
			created_at.slice(0, 16).replace('T', ' '),
		],
	};
}
