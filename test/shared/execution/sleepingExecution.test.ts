import { createHash } from 'node:crypto';

import type { IDataObject, IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';

import {
	canFailAfterSleep,
	timeoutError,
	sleepUntilResumed,
	isAuthorizedToResume,
	newResumeKey,
	sleepingItem,
	resumeWith,
	withResumeKey,
} from '../../../nodes/shared/execution/sleepingExecution';
import { ErrorFactory } from '../../../nodes/shared/errors/errorFactory';
import { faultDetails } from '../../../nodes/shared/errors/faultDetails';
import { acme, acmeNode } from '../../support/acme';

const node = { ...acmeNode, alwaysOutputData: true };
const print = (key: string) => createHash('sha256').update(key).digest('hex');
const item = { id: 7 };

/** An execution as a node sees it: its stack, and the entry on top. */
function execution(metadata?: object) {
	const entry: IDataObject = {
		node: { ...node },
		data: { main: [[{ json: { row: 1 } }]], other: [] } as never,
		...(metadata && { metadata: metadata as never }),
	};
	const stack: unknown[] = [];
	const waits: Date[] = [];
	const n8n = {
		getExecuteData: () => entry,
		getNode: () => node,
		putExecutionToWait: async (until: Date) => void waits.push(until),
		runExecutionData: { executionData: { nodeExecutionStack: stack } },
	} as unknown as IExecuteFunctions;
	return { n8n, entry, stack, waits };
}

/** What a call to a sleeping execution sees. */
const called = (stack: unknown, query: object = {}, address = 'https://n8n.example.test/webhook-waiting/1') =>
	({
		runExecutionData: { executionData: { nodeExecutionStack: stack } },
		getQueryData: () => query,
		evaluateExpression: (expression: string, index: number) =>
			new Map<string, unknown>([
				['{{ $execution.resumeUrl }} 0', address],
				['{{ $json }} 0', { from: 'n8n' }],
			]).get(`${expression} ${index}`),
	}) as unknown as IWebhookFunctions;

describe('an execution that falls asleep', () => {
	it('has the item as its input, and takes along what wakes it', async () => {
		const { n8n, entry, stack, waits } = execution({ kept: true });
		await sleepUntilResumed(n8n, 1_800_000_000_000, 'key', item);
		expect(entry).toEqual({
			node,
			data: { main: [[{ json: item, pairedItem: { item: 0 } }]], other: [] },
			metadata: { kept: true, asleep: { key: print('key'), item } },
		});
		expect([stack, waits]).toEqual([[], [new Date(1_800_000_000_000)]]);
	});

	it('that is to fail has no input, and stands on the stack once more with its own', async () => {
		const { n8n, entry, stack } = execution({ kept: true });
		const failure = new ErrorFactory(node, acme, () => []).operation('Late', 'Wait.', {
			mayHaveHappened: true,
		});
		stack.push('below');
		await sleepUntilResumed(n8n, 0, 'key', item, failure);
		const timeIsUp = { message: 'Late', description: 'Wait.', details: faultDetails(failure) };
		expect(entry).toMatchObject({
			node: { ...node, alwaysOutputData: false },
			data: { main: [[]], other: [] },
		});
		expect(stack).toEqual([
			{
				node,
				data: { main: [[{ json: { row: 1 } }]], other: [] },
				metadata: { kept: true, timeIsUp },
			},
			'below',
		]);
		// n8n disables the node of the entry that sleeps.
		expect((stack[0] as IDataObject).node).not.toBe(entry.node);
	});

	it('fails with the stored error in the entry that has it, and in no other', () => {
		const timeIsUp = { message: 'Late', description: 'Wait.', details: { mayHaveHappened: true } };
		const failure = timeoutError(execution({ timeIsUp }).n8n, acme);
		expect(failure).toMatchObject({ message: 'Late', description: 'Wait.' });
		expect(faultDetails(failure)).toMatchObject({ mayHaveHappened: true });
		expect(timeoutError(execution().n8n, acme)).toBeUndefined();
		expect(timeoutError(execution({}).n8n, acme)).toBeUndefined();
	});

	it('keeps an empty text where its failure says nothing more', async () => {
		const { n8n, stack } = execution();
		await sleepUntilResumed(n8n, 0, 'key', item, new Error('Late'));
		expect(stack).toMatchObject([
			{ metadata: { timeIsUp: { message: 'Late', description: '', details: {} } } },
		]);
	});

	it.each([
		[{ runExecutionData: { executionData: { nodeExecutionStack: [] } } }, true],
		[{ runExecutionData: { executionData: { nodeExecutionStack: {} } } }, false],
		[{ runExecutionData: { executionData: {} } }, false],
		[{ runExecutionData: {} }, false],
		[{}, false],
	])('can fail later where n8n shows its stack: %j, %j', (n8n, can) =>
		expect(canFailAfterSleep(n8n as unknown as IExecuteFunctions)).toBe(can),
	);
});

describe('a sleeping execution', () => {
	it('has a secret of 48 digits in its address, another each time', () => {
		expect(newResumeKey()).toMatch(/^[0-9a-f]{48}$/);
		expect(newResumeKey()).not.toBe(newResumeKey());
		expect(withResumeKey('https://n8n.example.test/1?signature=s', 'k')).toBe(
			'https://n8n.example.test/1?signature=s&wake=k',
		);
	});

	it.each([
		[{ wake: 'key' }, true],
		[{ wake: 'other' }, false],
		[{ wake: ['key'] }, false],
		[{}, false],
	])('is woken with its secret alone: %j, %j', (query, may) => {
		const stack = [{ metadata: { asleep: { key: print('key'), item } } }];
		expect(isAuthorizedToResume(called(stack, query, 'https://n8n.example.test/1?signature=s'))).toBe(may);
	});

	it.each([[[{}]], [[{ metadata: {} }]], [[]], [undefined]])(
		'that has none is woken where n8n has a token of its own: %j',
		(stack) => {
			expect(isAuthorizedToResume(called(stack, { wake: 'key' }))).toBe(false);
			expect(isAuthorizedToResume(called(stack, {}, 'https://n8n.example.test/1?signature=s'))).toBe(true);
			expect(sleepingItem(called(stack))).toEqual({ from: 'n8n' });
		},
	);

	it('has its item as it was left', () => {
		expect(sleepingItem(called([{ metadata: { asleep: { key: '', item } } }]))).toBe(item);
	});

	it('goes on with what wakes it; what it was to fail with is taken back', () => {
		const woken = { workflowData: [[{ json: item, pairedItem: { item: 0 } }]] };
		const sleeper = { metadata: { resumeError: 'Late', asleep: {} } };
		const stack = [sleeper, { metadata: { timeIsUp: {} } }, 'below'];
		expect(resumeWith(called(stack), item)).toEqual(woken);
		expect(stack).toEqual([{ metadata: { asleep: {} } }, 'below']);
		expect(sleeper.metadata).not.toHaveProperty('resumeError');
		for (const others of [[{}, { metadata: {} }], [{}, {}], [{}], [], undefined]) {
			const before = structuredClone(others);
			expect(resumeWith(called(others), item)).toEqual(woken);
			expect(others).toEqual(before);
		}
	});
});
