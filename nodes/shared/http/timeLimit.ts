import { sleep } from './sleep';

/** The error for work that takes too long. It has the code of a connection that timed out. */
class TimeLimitError extends Error {
	readonly code = 'ETIMEDOUT';
}

/** The reason with which the timer is aborted. Without one Node would create an error with a stack for each request. */
const FINISHED = new Error('over');

/**
 * Runs `work` with a time limit, and ends it at once when the user cancels.
 *
 * The timeout of n8n's request helper does not suffice. It is axios': it restarts with every byte that arrives, and for
 * a response as a stream it ends with the first byte. The login that n8n sends before a request has none at all.
 *
 * @param work has to end when its signal is aborted; what it still returns then is dropped
 * @throws an error with the code ETIMEDOUT when the time is up; the reason of `cancel`
 */
export async function withTimeLimit<T>(
	milliseconds: number,
	cancel: AbortSignal | undefined,
	work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
	cancel?.throwIfAborted();
	const controller = new AbortController();
	const onCancel = () => controller.abort(cancel?.reason);
	const onTimeout = () => {
		controller.abort(new TimeLimitError('no answer came in time'));
		return Promise.reject(controller.signal.reason);
	};
	cancel?.addEventListener('abort', onCancel);
	try {
		return await Promise.race([
			sleep(milliseconds, controller.signal).then(onTimeout),
			work(controller.signal),
		]);
	} finally {
		cancel?.removeEventListener('abort', onCancel);
		// Stops the timer, which would keep the process alive.
		controller.abort(FINISHED);
	}
}
