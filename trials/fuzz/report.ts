import { table } from '../../testbed/table';
import type { Fuzzed, FuzzResult } from './fuzz';

/** How much more memory n8n may take in the end than when it had warmed up. What leaks with every call takes more. */
export const MOST_GROWTH = 1.3;

const megabytes = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MB`;

/** Answers that a kind of call may not get, in words. */
const wrongAnswers = ({ name, expected, answers }: Fuzzed): string[] =>
	[...answers]
		.filter(([answer]) => !expected.includes(answer))
		.map(([answer, times]) => `${name}: ${times} × ${answer} in place of ${expected.join(' or ')}`);

/** Everything that is not as it has to be; empty when all is well. */
export function shortcomings({ classes, good, heard, failures, isUp, memory }: FuzzResult): string[] {
	const strangers = heard.filter((said) => !good.includes(said));
	const twice = heard.filter((said, n) => heard.indexOf(said) !== n);
	const missed = good.filter((said) => !heard.includes(said));
	return [
		...classes.flatMap(wrongAnswers),
		...strangers.map((said) => `started by what is no good call: ${said}`),
		...twice.map((said) => `started twice: ${said}`),
		...missed.map((said) => `not started: ${said}`),
		...failures.map((failure) => `started and ended with ${failure}`),
		...(isUp ? [] : ['n8n has ended']),
		...(memory.after <= memory.before * MOST_GROWTH
			? []
			: [`n8n has grown from ${megabytes(memory.before)} to ${megabytes(memory.after)}`]),
	];
}

/** Kinds of call, what was answered, and what it came to. */
export function tableOf({ classes, good, heard, memory, seconds }: FuzzResult): string {
	const rows = classes.map(({ name, calls, answers }) => [
		name,
		calls,
		[...answers].map(([answer, times]) => `${times} × ${answer}`).join(', '),
	]);
	const total = classes.reduce((sum, { calls }) => sum + calls, 0);
	return [
		table([['kind of call', 'calls', 'answers'], ...rows]),
		'',
		`${total} calls in ${seconds} s; ${heard.length} workflows started by ${good.length} good calls`,
		`n8n's memory: ${megabytes(memory.before)} when warm, ${megabytes(memory.after)} in the end`,
	].join('\n');
}
