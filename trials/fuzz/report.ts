import { table } from '../../testbed/table';
import type { Fuzzed, FuzzResult } from './fuzz';

/** How much n8n's memory may grow after warming up. A leak in every call would exceed it. */
export const MOST_GROWTH = 1.3;

const megabytes = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MB`;

/** A message for each answer that a kind of call must not get. */
const wrongAnswers = ({ name, expected, answers }: Fuzzed): string[] =>
	[...answers]
		.filter(([answer]) => !expected.includes(answer))
		.map(([answer, times]) => `${name}: ${times} × ${answer} in place of ${expected.join(' or ')}`);

/** A message for everything that is wrong; empty if all is well. */
export function shortcomings({ classes, good, heard, failures, isUp, memory }: FuzzResult): string[] {
	const unexpected = heard.filter((text) => !good.includes(text));
	const twice = heard.filter((text, n) => heard.indexOf(text) !== n);
	const missed = good.filter((text) => !heard.includes(text));
	return [
		...classes.flatMap(wrongAnswers),
		...unexpected.map((text) => `started by what is no good call: ${text}`),
		...twice.map((text) => `started twice: ${text}`),
		...missed.map((text) => `not started: ${text}`),
		...failures.map((failure) => `started and ended with ${failure}`),
		...(isUp ? [] : ['n8n has ended']),
		...(memory.after <= memory.before * MOST_GROWTH
			? []
			: [`n8n has grown from ${megabytes(memory.before)} to ${megabytes(memory.after)}`]),
	];
}

/** A table of the kinds of call and their answers, and totals. */
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
