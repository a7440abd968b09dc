import type { IExecuteFunctions } from 'n8n-workflow';

import { canFailAfterSleep, sleepUntilResumed, newResumeKey, withResumeKey } from './sleepingExecution';
import { isTool } from './tool';
import { faultBehind, kindOf, type ErrorFactory } from '../errors';
import { choice, number } from '../fields';
import type { OperationContext } from '../operation';
import { pollInterval, sleep } from '../http';

const UNITS = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 };

/** How long a wait may take, and what becomes of the item then. */
export const waitFields = {
	waitAtMost: number({
		displayName: 'Wait at Most',
		required: true,
		default: 3,
		min: 1,
		max: 525_600,
		description: 'How long to wait before the time is up',
	}),
	waitUnit: choice<keyof typeof UNITS>({
		displayName: 'Unit',
		default: 'days',
		options: [
			{ name: 'Minutes', value: 'minutes' },
			{ name: 'Hours', value: 'hours' },
			{ name: 'Days', value: 'days' },
		],
	}),
	whenTimeIsUp: choice<'continue' | 'stop'>({
		displayName: 'When Time Is Up',
		default: 'continue',
		options: [
			{ name: 'Continue', value: 'continue', description: 'Go on with what is known and timedOut: true' },
			{
				name: 'Stop With a Message',
				value: 'stop',
				description: 'The node fails and says how far it has come',
			},
		],
	}),
};

/** When the time is up, in milliseconds since 1970; an item cannot wait longer than a year. */
export function deadlineOf({
	waitAtMost,
	waitUnit,
}: {
	waitAtMost: number;
	waitUnit: keyof typeof UNITS;
}): number {
	return Date.now() + Math.min(waitAtMost * UNITS[waitUnit], 365 * UNITS.days);
}

/** Whether asking again may help: the partner could not be reached, could not answer, or wants to be asked later. */
export function isTransient(failure: unknown): boolean {
	const fault = faultBehind(failure);
	return fault !== undefined && kindOf(fault) !== 'final';
}

/** Whether an address leads to the machine itself. */
function isHere(url: string): boolean {
	return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname);
}

/** The tools by which an item waits. Only an operation that takes one item can put the execution to sleep. */
export function waitingTools(
	n8n: object,
	errors: ErrorFactory,
	baseUrl: string,
	signal: AbortSignal | undefined,
): Pick<OperationContext, 'pollUntil' | 'resumeUrl' | 'waitUntil'> {
	// Made by the one operation that sleeps, not for every item.
	let made: string | undefined;
	const key = () => (made ??= newResumeKey());
	return {
		async pollUntil(deadline, ask, isFinal) {
			for (let known, asked = 1; ; asked++) {
				const outcome = await ask().then(
					(answer) => ({ answer }),
					(failure: unknown) => ({ failure }),
				);
				signal?.throwIfAborted();
				if ('failure' in outcome && !isTransient(outcome.failure)) throw outcome.failure;
				if ('answer' in outcome) known = outcome.answer;
				if (known !== undefined && isFinal(known)) return { answer: known, timedOut: false };
				const left = deadline - Date.now();
				if (left > 0) await sleep(Math.min(pollInterval(asked), left), signal);
				else if (known !== undefined) return { answer: known, timedOut: true };
				else throw (outcome as { failure: unknown }).failure;
			}
		},
		resumeUrl(failsAtLast) {
			const execution = n8n as IExecuteFunctions;
			if (isTool(execution)) {
				throw errors.operation(
					'An AI agent’s tool cannot sleep',
					'Choose “Check Regularly”, or order without waiting.',
				);
			}
			if (failsAtLast && !canFailAfterSleep(execution)) {
				throw errors.operation(
					'This version of n8n does not let a node stop with a message after it has slept',
					'Choose “Continue” under “When Time Is Up”, or “Check Regularly”. Nothing was sent.',
				);
			}
			const url = String(execution.getWorkflowDataProxy(0).$execution.resumeUrl);
			if (isHere(url) && !isHere(baseUrl)) {
				throw errors.operation(
					`This n8n gives its own address as ${new URL(url).origin}, which nobody else can reach`,
					'Set N8N_WEBHOOK_URL of n8n (before n8n 2.30: WEBHOOK_URL) to its public address, or choose “Check Regularly”. Nothing was sent.',
				);
			}
			return withResumeKey(url, key());
		},
		async waitUntil(deadline, item, failure) {
			signal?.throwIfAborted();
			await sleepUntilResumed(n8n as IExecuteFunctions, deadline, key(), item, failure);
		},
	};
}
