import type { IPollFunctions } from 'n8n-workflow';

import { ErrorFactory } from '../../../nodes/shared/errors/errorFactory';
import type { RequestSpec } from '../../../nodes/shared/operation';
import { withFailure } from '../../../nodes/shared/triggers/pollFailure';
import { budgetOf, isActivationByHand, isAtomic } from '../../../nodes/shared/triggers/pollBudget';
import { withAskedWait } from '../../../nodes/shared/http/retry';
import { acme, acmeNode as node } from '../../support/acme';

const errors = new ErrorFactory(node, acme, () => []);
const request: RequestSpec = { method: 'GET', path: '/' };
const failureOf = (thrown: unknown) => (withFailure(thrown) as { failure?: unknown }).failure;

describe('n8n backs off', () => {
	it.each([
		[400, 'configuration-invalid'],
		[401, 'credential-invalid'],
		[403, 'configuration-invalid'],
		[408, 'temporarily-unavailable'],
		[425, 'temporarily-unavailable'],
		[429, 'rate-limited'],
		[499, 'configuration-invalid'],
		[500, 'temporarily-unavailable'],
		[599, 'temporarily-unavailable'],
		[301, 'configuration-invalid'],
		[501, 'configuration-invalid'],
	])('from a %d as from what is %s', (status, cause) => {
		expect(failureOf(errors.answered(request, status, {}))).toEqual({ cause });
	});

	it.each([
		[429, 1, { cause: 'rate-limited', retryAfterMs: 1 }],
		[503, 5000, { cause: 'temporarily-unavailable', retryAfterMs: 5000 }],
		[429, 0, { cause: 'rate-limited' }],
		[503, -1, { cause: 'temporarily-unavailable' }],
		[401, 5000, { cause: 'credential-invalid' }],
		[404, 5000, { cause: 'configuration-invalid' }],
	])('from a %d for as long as the partner asks: %d ms', (status, wait, failure) => {
		expect(failureOf(withAskedWait(errors.answered(request, status, {}), wait))).toEqual(failure);
	});

	it('from what did not answer, what is set wrong, and what is broken in the node', () => {
		expect(failureOf(errors.unreachable(request, 'ECONNRESET', ''))).toEqual({
			cause: 'temporarily-unavailable',
		});
		expect(failureOf(errors.operation('Wrong', '', {}))).toEqual({ cause: 'configuration-invalid' });
		expect(failureOf(new TypeError('x'))).toEqual({ cause: 'node-defect' });
	});

	it('by what a failure says itself, and what is no error stays what it is', () => {
		const said = Object.assign(new Error('x'), { failure: { cause: 'rate-limited' as const } });
		expect(failureOf(said)).toEqual({ cause: 'rate-limited' });
		expect(withFailure('cancelled')).toBe('cancelled');
		expect(withFailure(null)).toBe(null);
		const error = new Error('x');
		expect(withFailure(error, { cause: 'temporarily-unavailable' })).toBe(error);
		expect(error).toMatchObject({ failure: { cause: 'temporarily-unavailable' } });
	});
});

const USUAL = 300_000;

describe('the time that n8n gives a poll', () => {
	const given = (n8n: object) => budgetOf(n8n as IPollFunctions);

	it('is what it says', () => expect(given({ getPollBudgetMs: () => 1000 })).toBe(1000));

	it.each([0, -1, NaN, Infinity, 'soon', undefined])('is the usual where it says %p', (budget) => {
		expect(given({ getPollBudgetMs: () => budget })).toBe(USUAL);
	});

	it('is the usual where it cannot say', () => {
		expect(given({})).toBe(USUAL);
		expect(given({ getPollBudgetMs: 1000 })).toBe(USUAL);
	});
});

describe('memory and execution are stored together', () => {
	const data = { memory: {} };
	const asked: unknown[] = [];
	const n8n = (workflow: unknown, budget?: number) =>
		({
			workflow,
			getNode: () => node,
			...(budget !== undefined && { getPollBudgetMs: () => budget }),
		}) as unknown as IPollFunctions;
	const workflow = {
		getStaticData: (...what: unknown[]) => {
			asked.push(what);
			return data;
		},
	};

	it('where n8n hands out another object and a budget, or nothing is remembered yet', () => {
		expect(isAtomic(n8n(workflow, 1000), { memory: {} })).toBe(true);
		expect(isAtomic(n8n(workflow), {})).toBe(true);
		expect(asked).toEqual([
			['node', node],
			['node', node],
		]);
	});

	it.each([
		['the workflow’s own object', n8n(workflow, 1000), data],
		['another object, with something in it, and the usual time', n8n(workflow), { memory: {} }],
		['no workflow', n8n(undefined, 1000), {}],
		['a workflow that is none', n8n('workflow', 1000), {}],
		['a workflow that has no memory', n8n({ getStaticData: 7 }, 1000), {}],
	])('not where it hands out %s', (_, context, kept) => expect(isAtomic(context, kept)).toBe(false));
});

describe('the poll by which somebody activates a trigger', () => {
	const workflow = {};
	const context = (mode: string, budget?: number) =>
		({
			workflow,
			getActivationMode: () => mode,
			...(budget !== undefined && { getPollBudgetMs: () => budget }),
		}) as unknown as IPollFunctions;

	it.each(['activate', 'update'])('is the first of its context (%s)', (mode) => {
		const n8n = context(mode);
		expect([isActivationByHand(n8n), isActivationByHand(n8n)]).toEqual([true, false]);
	});

	it('is that of each attempt, which share a workflow', () => {
		const attempts = Array.from({ length: 5 }, () => context('activate', USUAL));
		expect(attempts.map(isActivationByHand)).toEqual([true, true, true, true, true]);
	});

	it.each([
		['of the scheduler', 'update', 36_000],
		['at a start of n8n', 'init', undefined],
		['where another main takes over', 'leadershipChange', undefined],
		['in the editor', 'manual', undefined],
	])('is none %s', (_, mode, budget) => {
		expect(isActivationByHand(context(mode, budget))).toBe(false);
	});
});
