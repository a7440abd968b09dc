import { getEventListeners, setMaxListeners } from 'node:events';

import { withTimeLimit } from '../../../nodes/shared/http/timeLimit';

const never = async () => await new Promise<never>(() => {});
const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

it('gives back what ends in time', async () =>
	await expect(withTimeLimit(1000, undefined, async () => 'done')).resolves.toBe('done'));

it('fails as the work fails', async () => {
	await expect(
		withTimeLimit(1000, undefined, async () => await Promise.reject(new Error('no'))),
	).rejects.toThrow('no');
});

it('ends work that does not, and tells it so', async () => {
	let told: AbortSignal | undefined;
	await expect(
		withTimeLimit(30, undefined, async (signal) => {
			told = signal;
			return await never();
		}),
	).rejects.toMatchObject({ code: 'ETIMEDOUT', message: 'no answer came in time' });
	expect(told?.aborted).toBe(true);
});

it('ends at once when the user cancels, with the reason of the cancel', async () => {
	const user = new AbortController();
	let told: AbortSignal | undefined;
	const work = withTimeLimit(60_000, user.signal, async (signal) => {
		told = signal;
		return await never();
	});
	user.abort(new Error('stop button'));
	await expect(work).rejects.toThrow('stop button');
	expect(told?.aborted).toBe(true);
});

it('does not begin after a cancel', async () => {
	const work = jest.fn(never);
	await expect(withTimeLimit(1000, AbortSignal.abort(new Error('stop button')), work)).rejects.toThrow(
		'stop button',
	);
	expect(work).not.toHaveBeenCalled();
});

it('leaves nothing behind: no timer that keeps n8n awake, no listener on the signal of the execution', async () => {
	const user = new AbortController();
	// As n8n does with the signal of an execution.
	setMaxListeners(Infinity, user.signal);
	const before = timers();
	await Promise.all(
		Array.from({ length: 50 }, async () => await withTimeLimit(60_000, user.signal, async () => 'done')),
	);
	await Promise.allSettled(
		Array.from(
			{ length: 50 },
			async () => await withTimeLimit(60_000, user.signal, async () => await Promise.reject(new Error('no'))),
		),
	);
	expect(timers()).toBe(before);
	expect(getEventListeners(user.signal, 'abort')).toHaveLength(0);
});
