import { sleep } from './sleep';

/** What work is broken off with when its time is up; the code is that of a silent connection. */
class TimeIsUp extends Error {
	readonly code = 'ETIMEDOUT';
}

/** Why a clock is stopped that is not needed any more. Without a reason Node would make an error with a stack for each. */
const OVER = new Error('over');

/**
 * Does something that has to end within a time, and ends at once when the user cancels.
 *
 * The timeout of n8n's request helper is axios': it starts anew with every byte that arrives, and ends with the first
 * of an answer that is asked for as a stream; the login that n8n puts before a request has none.
 *
 * @param work ends itself when its signal is aborted; what it still yields afterwards is dropped
 */
export async function withTimeLimit<T>(
	milliseconds: number,
	cancel: AbortSignal | undefined,
	work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
	cancel?.throwIfAborted();
	const end = new AbortController();
	const cancelled = () => end.abort(cancel?.reason);
	const timeIsUp = () => {
		end.abort(new TimeIsUp('no answer came in time'));
		return Promise.reject(end.signal.reason);
	};
	cancel?.addEventListener('abort', cancelled);
	try {
		return await Promise.race([sleep(milliseconds, end.signal).then(timeIsUp), work(end.signal)]);
	} finally {
		cancel?.removeEventListener('abort', cancelled);
		// Stops the clock, which would otherwise keep the process awake.
		end.abort(OVER);
	}
}
