/** The tools by which an item waits, by Jest's clock and without n8n: whole waits are tested in waiting.test.ts. */
import type { IDataObject, IExecuteFunctions, NodeOperationError } from 'n8n-workflow';

import { ErrorFactory } from '../../../nodes/shared/errors/errorFactory';
import { deadlineOf, waitingTools } from '../../../nodes/shared/execution/waiting';
import { acme, acmeNode } from '../../support/acme';

const errors = new ErrorFactory(acmeNode, acme, () => [], 0);
const PARTNER = 'https://acme.example.test';
const read = { method: 'GET', path: '/' } as const;
const busy = errors.answered(read, 503, {});
const refused = errors.answered(read, 404, {});

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('the end of a wait', () => {
	it.each([
		[2, 'minutes', 120_000],
		[2, 'hours', 7_200_000],
		[2, 'days', 172_800_000],
		[365, 'days', 31_536_000_000],
		[366, 'days', 31_536_000_000],
	] as const)('%d %s from now is in %d ms', (waitAtMost, waitUnit, milliseconds) =>
		expect(deadlineOf({ waitAtMost, waitUnit }) - Date.now()).toBe(milliseconds),
	);
});

describe('asking until the answer is final', () => {
	/** Asks with these outcomes, the last one again and again; tells when it asked and what came of it. */
	async function asking(
		outcomes: unknown[],
		{ for: milliseconds = Infinity, signal = undefined as AbortSignal | undefined } = {},
	) {
		const start = Date.now();
		const times: number[] = [];
		const { pollUntil } = waitingTools({}, errors, PARTNER, signal);
		const ask = async () => {
			const outcome = outcomes[Math.min(times.length, outcomes.length - 1)];
			times.push(Date.now() - start);
			return outcome instanceof Error ? await Promise.reject(outcome) : String(outcome);
		};
		const end = pollUntil(start + milliseconds, ask, (answer) => answer.toLowerCase() === 'ready').catch(
			(failure: unknown) => failure,
		);
		await jest.runAllTimersAsync();
		return { end: await end, times };
	}

	it('ends with the first that is, after growing pauses', async () => {
		expect(await asking(['pending', 'pending', 'pending', 'ready'])).toEqual({
			end: { answer: 'ready', timedOut: false },
			times: [0, 5000, 12_500, 23_750],
		});
	});

	it('asks once more when the time is up, and ends with the last it had', async () => {
		expect(await asking(['pending', 'under way'], { for: 7000 })).toEqual({
			end: { answer: 'under way', timedOut: true },
			times: [0, 5000, 7000],
		});
	});

	it('goes on while the partner cannot answer, with what it had before', async () => {
		expect(await asking(['pending', busy, busy], { for: 10_000 })).toEqual({
			end: { answer: 'pending', timedOut: true },
			times: [0, 5000, 10_000],
		});
		expect((await asking([busy, 'ready'])).end).toEqual({ answer: 'ready', timedOut: false });
	});

	it.each([
		['the partner refuses', refused],
		['what failed is no answer of the partner', new TypeError('x')],
		['a sentence of our own', errors.operation('No', '')],
	])('fails at once where asking again cannot help: %s', async (_, failure) =>
		expect(await asking(['pending', failure, 'ready'])).toEqual({ end: failure, times: [0, 5000] }),
	);

	it('fails with its last failure where it never had an answer', async () =>
		expect(await asking([errors.answered(read, 500, {}), busy], { for: 5000 })).toEqual({
			end: busy,
			times: [0, 5000],
		}));

	it('ends with the user’s cancel, in a pause and after an answer', async () => {
		const user = new AbortController();
		setTimeout(() => user.abort(new Error('stop button')), 100);
		const { times } = await asking(['pending'], { signal: user.signal });
		expect(times).toEqual([0]);
		const { end } = await asking(['ready'], { signal: AbortSignal.abort(new Error('stop button')) });
		expect(end).toMatchObject({ message: 'stop button' });
	});
});

describe('the address that wakes an execution', () => {
	const execution = ({
		resumeUrl = 'https://n8n.example.test/webhook-waiting/7',
		type = 'acme',
		isTool = undefined as boolean | undefined,
		hasStack = true,
	} = {}) =>
		({
			...(isTool !== undefined && { isToolExecution: () => isTool }),
			getNode: () => ({ ...acmeNode, type }),
			getWorkflowDataProxy: (index: number) => (expect(index).toBe(0), { $execution: { resumeUrl } }),
			runExecutionData: { executionData: { nodeExecutionStack: hasStack ? [] : undefined } },
		}) as unknown as IExecuteFunctions;
	const address = (
		staging: Parameters<typeof execution>[0] = {},
		{ failsAtLast = false, baseUrl = PARTNER } = {},
	) => {
		try {
			return waitingTools(execution(staging), errors, baseUrl, undefined).resumeUrl(failsAtLast);
		} catch (failure) {
			const { message, description } = failure as NodeOperationError;
			return { message, description };
		}
	};

	it('is n8n’s own with a secret, the same each time', () => {
		const { resumeUrl } = waitingTools(execution(), errors, PARTNER, undefined);
		const first = resumeUrl(false);
		expect(first).toMatch(/^https:\/\/n8n\.example\.test\/webhook-waiting\/7\?wake=[0-9a-f]{48}$/);
		expect(resumeUrl(true)).toBe(first);
		expect(address()).not.toBe(first);
	});

	it.each([[{ isTool: true }], [{ type: 'acmeTool' }], [{ type: 'acmeTool', isTool: false }]])(
		'is not given to a tool, which cannot sleep: %j',
		(staging) =>
			expect(address(staging)).toEqual({
				message: 'An AI agent’s tool cannot sleep [item 0]',
				description: 'Choose “Check Regularly”, or order without waiting.',
			}),
	);

	it.each([[{ isTool: false }], [{ type: 'acmeToolbox' }]])('is given to what is none: %j', (staging) =>
		expect(address(staging)).toEqual(expect.any(String)),
	);

	it('is not given where this n8n cannot fail after the sleep, if it is to fail then', () => {
		expect(address({ hasStack: false }, { failsAtLast: true })).toEqual({
			message: 'This version of n8n does not let a node stop with a message after it has slept [item 0]',
			description: expect.stringMatching(
				/^Choose “Continue” under “When Time Is Up”, or “Check Regularly”\. Nothing was sent\.$/,
			),
		});
		expect(address({ hasStack: false })).toEqual(expect.any(String));
	});

	it.each([
		'http://localhost:5678',
		'http://127.0.0.1:5678',
		'http://127.10.200.3',
		'http://127.0.0.12',
		'http://[::1]:5678',
	])('is not given where it leads to the machine itself: %s', (origin) => {
		expect(address({ resumeUrl: `${origin}/webhook-waiting/7` })).toEqual({
			message: `This n8n gives its own address as ${origin}, which nobody else can reach [item 0]`,
			description: expect.stringMatching(/^Set N8N_WEBHOOK_URL .*WEBHOOK_URL\).*Nothing was sent\.$/),
		});
		// A partner on the same machine, such as the simulator, can reach it.
		const beside = { baseUrl: 'http://127.0.0.1:4010/acme' };
		expect(address({ resumeUrl: `${origin}/webhook-waiting/7` }, beside)).toEqual(expect.any(String));
	});

	it.each([
		'https://localhost.example.test',
		'https://my-localhost',
		'https://127.0.0.1.example.test',
		'https://128.0.0.1',
	])('is given where its name only looks like that: %s', (origin) =>
		expect(address({ resumeUrl: `${origin}/webhook-waiting/7` })).toEqual(expect.any(String)),
	);
});

describe('falling asleep', () => {
	const asleep = async (signal?: AbortSignal) => {
		const entry: IDataObject = { node: {}, data: { main: [[]] } };
		const waits: Date[] = [];
		const n8n = {
			...{ getExecuteData: () => entry, putExecutionToWait: async (at: Date) => void waits.push(at) },
			getNode: () => acmeNode,
			getWorkflowDataProxy: () => ({ $execution: { resumeUrl: 'https://n8n.example.test/7' } }),
		};
		const { waitUntil, resumeUrl } = waitingTools(n8n, errors, PARTNER, signal);
		const url = resumeUrl(false);
		await waitUntil(Date.UTC(2030, 0, 1), { id: 7 });
		return { entry, waits, url };
	};

	it('lasts until the deadline, with the item that is known', async () => {
		const { entry, waits } = await asleep();
		expect(waits).toEqual([new Date(Date.UTC(2030, 0, 1))]);
		expect(entry.data).toEqual({ main: [[{ json: { id: 7 }, pairedItem: { item: 0 } }]] });
		expect(entry.metadata).toMatchObject({ asleep: { item: { id: 7 } } });
	});

	it('does not come about after a cancel', async () =>
		await expect(asleep(AbortSignal.abort(new Error('stop button')))).rejects.toThrow('stop button'));
});
