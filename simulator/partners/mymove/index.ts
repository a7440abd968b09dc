import { z } from 'zod';
import { DAY } from '../../time/clock';
import { loadContract } from '../../contract/contract';
import { type Problem, problemText } from '../../contract/problems';
import { controlAction } from '../../control/controlAction';
import {
	type ApiResponse,
	type ApiRequest,
	ContractError,
	type Partner,
	type ApiError,
	type PartnerContext,
} from '../../partner';
import { credential } from './credential';
import { mymovePanel } from './page';
import { LeadStream, type Window } from './stream';

const { accessToken, clientId } = credential;
const HOUR = DAY / 24;

// One lead every five minutes: enough to watch a trigger work, few enough to read.
const LEADS_PER_DAY = 288;
const HISTORY = 120 * DAY;

const leadFields = z
	.object({
		offer_id: z.string().regex(/^\d+$/),
		created_at: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, 'must look like 2024-05-01T03:04:05Z'),
		first_name: z.string(),
		last_name: z.string(),
		email: z.string(),
		move_date: z.string().regex(/^\d{4}-\d\d-\d\dT00:00:00Z$/, 'must look like 2024-06-01T00:00:00Z'),
		new_housing_tenure: z.string(),
		new_address_1: z.string(),
		new_address_2: z.string(),
		new_city: z.string(),
		new_state: z.string(),
		new_postal_code: z.string(),
		new_postal_code_plus4: z.string(),
		old_address_1: z.string(),
		old_address_2: z.string(),
		old_city: z.string(),
		old_state: z.string(),
		old_postal_code: z.string(),
		old_postal_code_plus4: z.string(),
	})
	.strict()
	.partial();

const time = z
	.string()
	.refine((text) => !Number.isNaN(Date.parse(text)), 'is not a time; write 2024-05-01T03:04:05Z')
	.transform((text) => Date.parse(text));

const switchFields = z
	.object({
		/** The number of leads in any twenty-four hours. */
		leadsPerDay: z.number().int().min(0).max(1_000_000),
		/** Whether a lead created exactly at `end` belongs to the window. */
		endIncluded: z.boolean(),
		/** The order of leads; the document promises none. */
		order: z.enum(['oldestFirst', 'newestFirst']),
	})
	.strict()
	.partial();

/** MYMOVE: a growing stream of mover leads. */
export function createMymove({ clock, seed }: PartnerContext) {
	const stream = new LeadStream(seed, LEADS_PER_DAY);
	const startedAt = clock.now();
	const switches = { endIncluded: true, order: 'oldestFirst' as 'oldestFirst' | 'newestFirst' };

	const controlActions = {
		/** Adds a lead; missing fields are faked. One with an older `created_at` arrives late. */
		addLead: controlAction(leadFields.default({}), (fields) => {
			const at = fields.created_at === undefined ? clock.now() : Date.parse(fields.created_at);
			return stream.add(at, fields);
		}),
		/**
		 * Adds leads that were created between two times, both included; one in ten in the same second as the one
		 * before it. Without times they were created just now.
		 */
		addLeads: controlAction(
			z
				.object({ count: z.number().int().min(0).max(100_000), from: time.optional(), to: time.optional() })
				.strict(),
			({ count, to = clock.now(), from = to }) => {
				if (from > to) throw new Error('from must not be after to');
				return stream.addSpread(count, from, to);
			},
		),
		/**
		 * Every lead created between two times, both included: of the stream, also in the future, and added ones. No
		 * two fake leads have the same email address.
		 */
		leadsBetween: controlAction(z.object({ from: time, to: time }).strict(), ({ from, to }) =>
			stream.within({ from: Math.max(from, startedAt - HISTORY), to, fromIncluded: true, toIncluded: true }),
		),
		/** Sets the number of leads and what the document leaves open; returns all switches. */
		setSwitches: controlAction(switchFields, ({ leadsPerDay, ...chosen }) => {
			if (leadsPerDay !== undefined) stream.setPerDay(leadsPerDay);
			Object.assign(switches, chosen);
			return { leadsPerDay: stream.leadsPerDay, ...switches };
		}),
	};

	const toWindow = ({ query }: ApiRequest): Window => {
		const now = clock.now();
		const text = (name: string) => (query[name] === undefined ? undefined : String(query[name]));
		const form = rangeForm(query);
		if (form === 'start') {
			const [from, to] = [Date.parse(text('start') ?? ''), Date.parse(text('end') ?? '')];
			if (from >= to) throw queryError('start', 'must be before end');
			// There are no leads of the future yet.
			const endsInFuture = to > now;
			return {
				from,
				to: endsInFuture ? now : to,
				fromIncluded: true,
				toIncluded: endsInFuture || switches.endIncluded,
			};
		}
		if (form === undefined)
			return { from: startedAt - HISTORY, to: now, fromIncluded: true, toIncluded: true };
		const amount = Number(text(form));
		if (amount < 1) throw queryError(form, 'must be at least 1: a shorter window holds nothing');
		const from = now - amount * (form === 'days' ? DAY : HOUR);
		return { from, to: now, fromIncluded: false, toIncluded: true };
	};

	return {
		provider: 'mymove' as const,
		title: 'MYMOVE, mover leads',
		contract: loadContract('mymove.yaml'),
		controlActions,
		panel: () => mymovePanel(stream, clock.now()),
		authenticate,
		errorResponse,
		handlers: {
			findLeads(request) {
				const window = toWindow(request);
				const leads = stream.within({ ...window, from: Math.max(window.from, startedAt - HISTORY) });
				return { status: 200, body: { leads: switches.order === 'newestFirst' ? leads.reverse() : leads } };
			},
		},
		state: () => ({
			switches: { leadsPerDay: stream.leadsPerDay, ...switches },
			leadsInLastDay: stream.within({
				from: clock.now() - DAY,
				to: clock.now(),
				fromIncluded: false,
				toIncluded: true,
			}).length,
		}),
	} satisfies Partner<typeof controlActions>;
}

/** The one form of range a request uses: `days`, `hrs`, `start` (with `end`), or none. */
function rangeForm(query: Record<string, unknown>): 'days' | 'hrs' | 'start' | undefined {
	const sent = (name: string) => query[name] !== undefined;
	if (sent('start') !== sent('end'))
		throw queryError(sent('start') ? 'end' : 'start', 'is missing: start and end go together');
	const forms = (['days', 'hrs', 'start'] as const).filter(sent);
	if (forms.length > 1) {
		const names = forms.map((form) => (form === 'start' ? 'start+end' : form)).join(' and ');
		throw queryError('', `must use one form of range, not ${names}`);
	}
	return forms[0];
}

function queryError(field: string, message: string): ContractError {
	const problem: Problem = { where: 'query', field, message };
	return new ContractError([problem]);
}

function authenticate({ headers, params }: ApiRequest): ApiError | undefined {
	if (headers.authorization === undefined)
		return { status: 401, message: 'No access token in the Authorization header' };
	if (headers.authorization !== accessToken)
		return { status: 401, message: 'Wrong access token; send it bare, without a scheme' };
	return params.clientID === clientId
		? undefined
		: { status: 403, message: `This token does not open client ${params.clientID}` };
}

function errorResponse({ status, message, problems = [] }: ApiError): ApiResponse {
	return { status, body: { error: [message, ...problems.map(problemText)].join('; ') } };
}
