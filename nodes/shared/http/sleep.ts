import * as workflow from 'n8n-workflow';

type Sleep = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

/**
 * Waits, or ends at once when the signal is aborted.
 *
 * The `sleep` of n8n-workflow 2.41 takes a signal. Up to 2.27 at least it does not, and would go on for minutes after
 * the user has cancelled; those versions have `sleepWithAbort` (read in 1.120.31, 2.8.0 and 2.27.2).
 *
 * @throws an error when the signal is or gets aborted
 */
export const sleep: Sleep =
	(workflow as typeof workflow & { sleepWithAbort?: Sleep }).sleepWithAbort ?? workflow.sleep;
