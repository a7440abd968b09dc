/** The references that a poll adds to its events, without a server: whole polls stand in includeReference.test.ts. */
import type { IDataObject } from 'n8n-workflow';

import { withReferences } from '../../../nodes/Movem/trigger/references';
import type { PollContext, PollSource } from '../../../nodes/shared/triggers/polling';

const application = (id: string, status: string, reference_id: number | null = null) => ({
	id,
	status,
	reference_id,
});

/** A trigger with these applications in its events; Movem has the references 7 to 16 and no others. */
function trigger(items: IDataObject[], { simplify = false, deadline = Infinity } = {}) {
	const [asked, log]: [string[], string[]] = [[], []];
	const context = {
		deadline,
		send: async ({ path }: { path: string }) => {
			asked.push(path);
			const id = Number(path.split('/')[2]);
			if (!(id >= 7 && id <= 16)) throw new Error('There is no such reference');
			return await Promise.resolve({ status: 200, body: { id, decision: 'PASS', incomes: [1] } });
		},
		log: (message: string) => void log.push(message),
	} as unknown as PollContext;
	const source: PollSource<string> = {
		isState: (value): value is string => value === 'known',
		initialState: async () => await Promise.resolve('first'),
		poll: async (state) =>
			await Promise.resolve({
				events: items.map((json, index) => ({ key: `${index}`, json })),
				state: `${state} and more`,
				isPartial: true,
			}),
		sample: async () => await Promise.resolve(items),
	};
	return { ...withReferences(source, simplify, context), asked, log };
}

beforeEach(() => void jest.spyOn(Math, 'random').mockReturnValue(0));
afterEach(() => jest.restoreAllMocks());

const done = application('a', 'COMPLETED', 7);
const whole = { id: 7, decision: 'PASS', incomes: [1] };

describe('the references of a poll', () => {
	it('stand in the events of completed applications; all else of the poll is as it was', async () => {
		const open = application('b', 'IN_PROGRESS');
		const watched = trigger([open, done]);
		expect(await watched.poll('known')).toStrictEqual({
			events: [
				{ key: '0', json: { ...open, reference: null } },
				{ key: '1', json: { ...done, reference: whole } },
			],
			state: 'known and more',
			isPartial: true,
		});
		expect(watched.asked).toEqual(['/reference/7']);
		expect(watched.isState('known')).toBe(true);
		expect(await watched.initialState()).toBe('first');
	});

	it('are simplified with the rest', async () => {
		const [event] = (await trigger([done], { simplify: true }).poll('')).events;
		expect(event?.json).toMatchObject({ reference: { stage: 'passed' } });
		expect(event?.json.reference).not.toHaveProperty('incomes');
	});

	it('that cannot be read are told in the event, and not in the log', async () => {
		const watched = trigger([application('a', 'COMPLETED', 99), done]);
		expect((await watched.poll('')).events.map(({ json }) => json)).toMatchObject([
			{ id: 'a', reference: null, referenceError: 'There is no such reference' },
			{ id: 'a', reference: whole },
		]);
		expect(watched.log).toEqual([]);
	});

	it('that there was no time to read are told in the event, and not in the log', async () => {
		const items = Array.from({ length: 7 }, (_, index) => application(`${index}`, 'COMPLETED', 7 + index));
		const watched = trigger([...items, application('7', 'HOLD')], { deadline: 0 });
		const { events } = await watched.poll('');
		const late = {
			reference: null,
			referenceError: 'The time of this poll was up before the reference could be read',
		};
		expect(events.slice(5).map(({ json }) => json)).toStrictEqual([
			{ ...items[5], ...late },
			{ ...items[6], ...late },
			{ ...application('7', 'HOLD'), reference: null },
		]);
		expect(events.slice(0, 5).map(({ json }) => json.reference)).toMatchObject(
			[7, 8, 9, 10, 11].map((id) => ({ id })),
		);
		expect(watched.log).toEqual([]);
	});

	it('are in the sample as well', async () =>
		expect(await trigger([done]).sample()).toStrictEqual([{ ...done, reference: whole }]));
});
