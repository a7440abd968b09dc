import * as workflow from 'n8n-workflow';

type Sleep = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

/**
 * Lets time pass, and ends at once when the signal is aborted.
 *
 * n8n-workflow 2.41 has one `sleep` that takes a signal. Up to 2.27 at least its `sleep` takes none and would keep on
 * for minutes after the user has cancelled; `sleepWithAbort` beside it does (read in 1.120.31, 2.8.0 and 2.27.2).
 *
 * @throws an error when the signal is aborted, before or meanwhile
 */
export const sleep: Sleep =
	(workflow as typeof workflow & { sleepWithAbort?: Sleep }).sleepWithAbort ?? workflow.sleep;
