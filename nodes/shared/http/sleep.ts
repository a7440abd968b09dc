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

/** The characters of a text that takes so long to parse that n8n's other work must not wait for what follows as well. */
const LONG_TEXT = 1024 * 1024;

/**
 * Called between the steps of reading a text. After each step with a long one n8n's other work comes first.
 *
 * @throws an error when the signal is aborted
 */
export async function letOthersRun(text: string, signal: AbortSignal | undefined): Promise<void> {
	if (text.length > LONG_TEXT) await sleep(0, signal);
}
