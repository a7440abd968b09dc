/** What one poll does with the memory that n8n gives it, by Jest's clock and without n8n. */
import type { IDataObject, IPollFunctions, NodeOperationError } from 'n8n-workflow';

import { text } from '../../../nodes/shared/fields';
import { poll as pollTrigger, type PollContext } from '../../../nodes/shared/triggers/polling';
import type { Partner } from '../../../nodes/shared/operation';
import { acmeNode } from '../../support/acme';

const acme: Partner = {
	name: 'Acme',
	credential: 'acmeApi',
	secrets: [],
	baseUrl: () => 'https://acme.example.test',
	readError: () => ({}),
};
const fields = { shelf: text({ displayName: 'Shelf', required: true }) };
const MINUTE = 60_000;

beforeEach(() =>
	jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'performance'] }),
);
afterEach(() => jest.useRealTimers());

let triggers = 0;

/** A trigger whose partner counts its polls; what a poll finds is set by the test. */
class Trigger {
	/** What n8n keeps for the node. */
	kept: { memory?: unknown } = {};
	/** The names of what the next polls find. */
	finds: string[] = [];
	fails: unknown;
	/** What a poll waits for before it asks. */
	before: (context: PollContext) => Promise<unknown> = async () => undefined;
	/** The states that the polls started from; "begin" where there was none. */
	readonly from: Array<number | 'begin'> = [];
	readonly log: string[] = [];
	shelf: string;
	answer: (caller: { getExecutionCancelSignal(): AbortSignal }) => Promise<unknown> = async () => ({
		statusCode: 200,
		headers: {},
		body: '{}',
	});

	private count = 0;

	constructor(
		private readonly options: {
			budget?: number;
			isStaged?: boolean;
			shelf?: string;
			id?: string;
			workflow?: string;
		} = {},
		private readonly number = triggers++,
	) {
		this.shelf = options.shelf ?? 'a';
	}

	async poll(mode = 'trigger'): Promise<string[] | null> {
		const { budget, isStaged, id = '1', workflow = `w${this.number}` } = this.options;
		const { answer, shelf } = this;
		const n8n = {
			getNode: () => ({ ...acmeNode, id }),
			getWorkflow: () => ({ id: workflow }),
			getMode: () => mode,
			getActivationMode: () => 'init',
			getTimezone: () => 'UTC',
			getWorkflowStaticData: (of: string) => (expect(of).toBe('node'), this.kept),
			getNodeParameter: (name: string, fallback: unknown) => (expect(fallback).toBeNull(), { shelf }[name]),
			getCredentials: async () => ({}),
			logger: { warn: (line: string) => void this.log.push(line) },
			workflow: { getStaticData: () => (isStaged ? {} : this.kept) },
			helpers: {
				async httpRequestWithAuthentication(this: { getExecutionCancelSignal(): AbortSignal }) {
					return await answer(this);
				},
			},
			...(budget !== undefined && { getPollBudgetMs: () => budget }),
		} as unknown as IPollFunctions;
		const outputs = await pollTrigger(n8n, acme, fields, (values, context) => ({
			isState: (value): value is number => typeof value === 'number',
			initialState: async () => (this.from.push('begin'), 0),
			poll: async (state) => {
				this.from.push(state);
				await this.before(context);
				if (this.fails !== undefined) return await Promise.reject(this.fails);
				const events = this.finds.map((name) => ({ key: name, json: { name, shelf: values.shelf } }));
				return { events, state: ++this.count };
			},
			sample: async () => this.finds.map((name) => ({ name })),
		}));
		return (
			outputs && outputs.flatMap((items) => items.map(({ json }: { json: IDataObject }) => String(json.name)))
		);
	}

	/** Begins, so that it has a memory. */
	async begun(): Promise<this> {
		await this.poll();
		this.from.length = 0;
		return this;
	}

	get state(): unknown {
		return (this.kept.memory as { committed: { state: unknown } }).committed.state;
	}
}

const thrown = async (work: Promise<unknown>) =>
	await work.then(
		() => undefined,
		(failure: NodeOperationError & { failure?: unknown }) => failure,
	);

describe('a poll', () => {
	it('begins, then passes on what it finds, and starts no workflow where that is nothing', async () => {
		const trigger = new Trigger();
		expect(await trigger.poll()).toBeNull();
		expect(trigger.kept.memory).toEqual({ version: 2, committed: { state: 1 } });
		trigger.finds = ['x', 'y'];
		expect(await trigger.poll()).toEqual(['x', 'y']);
		trigger.finds = [];
		expect(await trigger.poll()).toBeNull();
		expect(trigger.from).toEqual(['begin', 0, 1, 2]);
	});

	it('in the editor gives samples, and leaves the memory and what is going on alone', async () => {
		const trigger = await new Trigger().begun();
		const { memory } = trigger.kept;
		trigger.finds = ['x'];
		expect(await trigger.poll('manual')).toEqual(['x']);
		expect(trigger.kept.memory).toBe(memory);
		expect(trigger.from).toEqual([]);
		trigger.finds = [];
		expect(await trigger.poll('manual')).toBeNull();
		trigger.finds = ['y'];
		expect(await trigger.poll()).toEqual(['y']);
	});

	it('that finds a field wrong says which, and asks nothing', async () => {
		const trigger = new Trigger({ shelf: ' ' });
		expect((await thrown(trigger.poll()))?.message).toBe('Shelf must be filled in');
		expect(trigger.from).toEqual([]);
	});

	it.each([
		[undefined, 120_000, 270_000],
		[36_000, 18_000, 32_400],
		[600_000, 120_000, 540_000],
	])(
		'that n8n gives %p ms begins nothing after %d ms, and hears no answer after %d',
		async (budget, begin, end) => {
			const trigger = new Trigger({ budget });
			const start = Date.now();
			trigger.before = async ({ deadline, lastAnswer }) =>
				expect([deadline - start, lastAnswer - start]).toEqual([begin, end]);
			await trigger.poll();
			expect.assertions(3);
		},
	);

	it('writes to n8n’s log by the trigger’s name, and what is so at every poll only once for each kind', async () => {
		const trigger = await new Trigger().begun();
		trigger.before = async ({ log, logOnce }) => {
			log('One entry is damaged');
			logOnce('a', 'An entry has no ID');
			logOnce('b', 'Another entry has no date');
		};
		await trigger.poll();
		await trigger.poll();
		expect(trigger.log).toEqual([
			'Acme: One entry is damaged',
			'Acme: An entry has no ID',
			'Acme: Another entry has no date',
			'Acme: One entry is damaged',
		]);
	});
});

describe('a poll while the one before is still going on', () => {
	const hanging = async (options = {}) => {
		const trigger = await new Trigger(options).begun();
		let end = () => {};
		trigger.before = async () => await new Promise<void>((resolve) => (end = resolve));
		const first = trigger.poll();
		await jest.advanceTimersByTimeAsync(0);
		trigger.before = async () => undefined;
		trigger.finds = ['x'];
		return { trigger, first, end: () => end() };
	};

	it('is left out and says so, until that one has ended', async () => {
		const { trigger, first, end } = await hanging();
		expect(await trigger.poll()).toBeNull();
		expect(trigger.log).toEqual(['Acme: The poll before is still going on; this one is left out']);
		end();
		expect(await first).toEqual(['x']);
		expect(trigger.from).toEqual([1]);
		trigger.finds = ['y'];
		expect(await trigger.poll()).toEqual(['y']);
	});

	it('is not left out in the editor, and does not end the other', async () => {
		const { trigger, first, end } = await hanging();
		expect(await trigger.poll('manual')).toEqual(['x']);
		expect(await trigger.poll()).toBeNull();
		end();
		await first;
	});

	it('is let through where that one hangs for a quarter of an hour', async () => {
		const { trigger } = await hanging();
		await jest.advanceTimersByTimeAsync(15 * MINUTE - 1);
		expect(await trigger.poll()).toBeNull();
		await jest.advanceTimersByTimeAsync(1);
		expect(await trigger.poll()).toEqual(['x']);
	});

	it('goes on where that one is of another trigger, or of another workflow', async () => {
		const { first, end } = await hanging({ workflow: 'same', id: '1' });
		const beside = [new Trigger({ workflow: 'same', id: '2' }), new Trigger({ workflow: 'other', id: '1' })];
		for (const trigger of beside) {
			await trigger.poll();
			expect(trigger.log).toEqual([]);
		}
		end();
		await first;
	});
});

describe('a poll that fails', () => {
	const failure = () => new Error('The partner is down');

	it('says so once, then to the log, and again after one that worked; none moves the memory on', async () => {
		const trigger = await new Trigger().begun();
		const { memory } = trigger.kept;
		trigger.fails = failure();
		expect(await thrown(trigger.poll())).toMatchObject({
			message: 'The partner is down',
			failure: { cause: 'node-defect' },
		});
		expect(await trigger.poll()).toBeNull();
		expect(trigger.log).toEqual(['Acme: The partner is down']);
		expect(trigger.kept.memory).toBe(memory);
		trigger.fails = undefined;
		expect(await trigger.poll()).toBeNull();
		trigger.fails = failure();
		expect(await thrown(trigger.poll())).toBeDefined();
	});

	it('says so every time where it has not begun: what comes until then would be missed', async () => {
		const trigger = new Trigger();
		trigger.fails = failure();
		for (const _ of [1, 2, 3]) expect((await thrown(trigger.poll()))?.message).toBe('The partner is down');
		expect(trigger.kept.memory).toBeUndefined();
	});

	it('over its panel does as any other', async () => {
		const begun = await new Trigger().begun();
		const isNew = new Trigger();
		for (const trigger of [begun, isNew]) {
			trigger.shelf = ' ';
			expect((await thrown(trigger.poll()))?.message).toBe('Shelf must be filled in');
		}
		expect(await begun.poll()).toBeNull();
		expect((await thrown(isNew.poll()))?.message).toBe('Shelf must be filled in');
	});

	it('says so every time where n8n backs off by it', async () => {
		const trigger = new Trigger({ isStaged: true, budget: 36_000 });
		await trigger.begun();
		trigger.fails = failure();
		for (const _ of [1, 2, 3]) expect(await thrown(trigger.poll())).toBeDefined();
		expect(trigger.log).toEqual([]);
	});

	it('lets the next one in', async () => {
		const trigger = await new Trigger().begun();
		trigger.fails = failure();
		await thrown(trigger.poll());
		trigger.fails = undefined;
		trigger.finds = ['x'];
		expect(await trigger.poll()).toEqual(['x']);
	});
});

describe('a poll that n8n begins with the memory of before', () => {
	const passedOn = async () => {
		const trigger = await new Trigger().begun();
		const { memory } = trigger.kept;
		trigger.finds = ['x'];
		expect(await trigger.poll()).toEqual(['x']);
		trigger.kept = { memory };
		return trigger;
	};
	const LEFT_OUT = ['Acme: n8n has not stored yet what the poll before has passed on; this one is left out'];

	it.each([[MINUTE - 1], [-MINUTE + 1]])('%d ms after events were passed on is left out', async (later) => {
		const trigger = await passedOn();
		jest.setSystemTime(Date.now() + later);
		expect(await trigger.poll()).toBeNull();
		expect(trigger.log).toEqual(LEFT_OUT);
	});

	it.each([[MINUTE], [-MINUTE]])(
		'%d ms after that passes them on again: n8n has lost them',
		async (later) => {
			const trigger = await passedOn();
			jest.setSystemTime(Date.now() + later);
			expect(await trigger.poll()).toEqual(['x']);
			expect(trigger.from).toEqual([1, 1]);
		},
	);

	it('is not left out where n8n has stored them', async () => {
		const trigger = await new Trigger().begun();
		trigger.finds = ['x'];
		await trigger.poll();
		trigger.finds = ['y'];
		expect(await trigger.poll()).toEqual(['y']);
		expect(trigger.log).toEqual([]);
	});

	it('goes on from what this process has learnt, where nothing was passed on since', async () => {
		const trigger = await new Trigger().begun();
		const { memory } = trigger.kept;
		await trigger.poll();
		trigger.kept = { memory };
		await trigger.poll();
		trigger.kept = { memory };
		await trigger.poll();
		expect(trigger.from).toEqual([1, 2, 3]);
	});

	it('does not, where n8n gives another memory', async () => {
		const trigger = await new Trigger().begun();
		await trigger.poll();
		trigger.kept = { memory: { version: 2, committed: { state: 77 } } };
		await trigger.poll();
		expect(trigger.from).toEqual([1, 77]);
	});

	it('begins where that memory is none, whatever was passed on meanwhile', async () => {
		const trigger = new Trigger();
		trigger.finds = ['x'];
		await trigger.poll();
		trigger.kept = {};
		expect(await trigger.poll()).toEqual(['x']);
		expect(trigger.from).toEqual(['begin', 0, 'begin', 0]);
	});
});

describe('a memory that cannot be read', () => {
	it('is said once, with what to do, and the next poll begins anew', async () => {
		const trigger = new Trigger();
		trigger.kept = { memory: 'nonsense' };
		expect(await thrown(trigger.poll())).toMatchObject({
			message: 'What this trigger remembers of Acme is damaged',
			description: expect.stringMatching(
				/^It begins anew at its next poll\..*look at the partner.*deactivate the workflow and activate it\.$/,
			),
			failure: { cause: 'temporarily-unavailable' },
		});
		expect(trigger.kept.memory).toBe('nonsense');
		expect(await trigger.poll()).toBeNull();
		expect(trigger.from).toEqual(['begin', 0]);
	});

	it('is said although the poll before has failed as well', async () => {
		const trigger = await new Trigger().begun();
		trigger.fails = new Error('The partner is down');
		await thrown(trigger.poll());
		trigger.kept = { memory: 'nonsense' };
		expect((await thrown(trigger.poll()))?.message).toBe('What this trigger remembers of Acme is damaged');
		// It has not begun anew: that has to be seen.
		expect((await thrown(trigger.poll()))?.message).toBe('The partner is down');
		expect((await thrown(trigger.poll()))?.message).toBe('The partner is down');
	});

	it('is said again when it is damaged again after one that could be read', async () => {
		const trigger = new Trigger();
		for (const _ of [1, 2]) {
			trigger.kept = { memory: 'nonsense' };
			expect(await thrown(trigger.poll())).toBeDefined();
			await trigger.poll();
			await trigger.poll();
		}
	});
});

describe('the end of a poll', () => {
	it('that has used up its time breaks off what waits, and says so', async () => {
		const trigger = await new Trigger({ budget: 2000 }).begun();
		trigger.answer = async () => ({ statusCode: 429, headers: { 'retry-after': '30' }, body: '' });
		const request = { method: 'GET', path: '/' } as const;
		trigger.before = async ({ send }) => {
			await send(request).catch(() => undefined);
			// This one waits for the silence that was asked for.
			await send(request);
		};
		const polling = thrown(trigger.poll());
		await jest.advanceTimersByTimeAsync(2000);
		expect(await polling).toMatchObject({
			message: 'The time that n8n gives a poll was up before Acme had answered',
			description: 'The next poll asks for the same again.',
			failure: { cause: 'temporarily-unavailable' },
		});
	});

	it('breaks off what is still under way, and leaves no timer', async () => {
		const trigger = await new Trigger().begun();
		const signals: AbortSignal[] = [];
		trigger.answer = async (caller) => {
			signals.push(caller.getExecutionCancelSignal());
			return await new Promise(() => {});
		};
		let rest: Promise<unknown> = Promise.resolve();
		trigger.before = async ({ send }) => {
			rest = send({ method: 'GET', path: '/' }).catch((reason: Error) => reason.message);
			await Promise.resolve();
		};
		await trigger.poll();
		expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
		expect(await rest).toBe('over');
		expect(jest.getTimerCount()).toBe(0);
	});
});
