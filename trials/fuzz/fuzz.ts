import fc from 'fast-check';
import { series } from '../../simulator/random';
import type { Log } from '../../testbed/progress';
import { allExecutions, jsonOf } from '../../testbed/executions';
import { bodyClasses } from './bodies';
import { forgedClasses, goodCall, type FuzzClass } from './calls';
import { wireClasses } from './wire';
import { rawCall, type RawAnswer } from '../../testbed/rawHttp';
import { run } from '../../testbed/run';
import type { Execution } from '../../testbed/n8nTypes';
import { credentialSeeds } from '../../testbed/simulatedCredentials';
import type { Testbed } from '../../testbed/testbed';
import { messageOf } from '../../nodes/shared/guards';

export interface FuzzPlan {
	seed: number;
	calls: number;
	log: Log;
}

/** What became of the calls of one kind. */
export interface Fuzzed {
	name: string;
	calls: number;
	expected: RawAnswer[];
	answers: Map<RawAnswer, number>;
}

export interface FuzzResult {
	classes: Fuzzed[];
	/** What the good calls said, and what the started workflows heard, in the order of their numbers. */
	good: string[];
	heard: string[];
	/** How started executions ended that did not succeed, or why they cannot be read. */
	failures: string[];
	/** Whether the n8n that was there in the beginning is there in the end. */
	isUp: boolean;
	/** Bytes that n8n took, after warming up and in the end. */
	memory: { before: number; after: number };
	seconds: number;
}

const TRIGGER = 'Postback';
const HOOK = 'fuzzed-postbacks';
const AT_ONCE = 12;
/** Every so many calls one is good. */
const GOOD = 500;
/** Part of the calls after which n8n counts as warm, and part at the end over which its memory is taken again. */
const WARM = 0.3;

const median = (numbers: number[]) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/** Bytes of memory that a process has. */
async function memoryOf(pid: number): Promise<number> {
	const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(pid)], { cwd: '/' });
	return Number(stdout.trim()) * 1024;
}

/** A workflow that begins with the trigger: postbacks of one customer, repeats dropped. */
async function addWorkflow({ addWorkflow: add, client }: Testbed): Promise<string> {
	const { id } = await add({
		name: 'Fuzzed',
		nodes: [
			{
				id: 'trigger',
				name: TRIGGER,
				type: 'n8n-nodes-moving-partners.smartMoveTrigger',
				typeVersion: 1,
				position: [0, 0],
				webhookId: HOOK,
				parameters: {
					triggerOn: ['any'],
					filters: { customerReference: 'cust-42' },
					settings: { dropRepeats: 60 },
				},
				credentials: { smartMoveApi: { name: 'SmartMove' } },
			},
		],
		connections: {},
	});
	await client.activate(id);
	return id;
}

/** Draws the kind of every call, each as often as its weight says. */
function* drawn(classes: FuzzClass[], seed: number): Generator<FuzzClass> {
	const bag = classes.flatMap((one) => Array.from({ length: one.weight }, () => one));
	for (const next = series(seed); ;) yield bag[next() % bag.length] as FuzzClass;
}

const saidBy = (execution: Execution) =>
	jsonOf(execution, TRIGGER).map(({ notificationText }) => String(notificationText));

/** Every execution up to the one that the last good call has started; n8n lists an execution before it has begun. */
async function startedBy({ client }: Testbed, workflowId: string, last: string) {
	const executions = new Map<string, Execution>();
	const unreadable = new Map<string, string>();
	const heard = () => [...executions.values()].flatMap(saidBy);
	for (let tries = 0; tries < 120 && !heard().includes(last); tries++) {
		if (tries > 0) await new Promise((resolve) => setTimeout(resolve, 500));
		for (const { id } of await allExecutions(client, workflowId)) {
			if (executions.has(id) || unreadable.has(id)) continue;
			await client.waitForExecution(id).then(
				(execution) => executions.set(id, execution),
				// n8n itself cannot read what a call has made it store.
				(failure: unknown) => unreadable.set(id, messageOf(failure)),
			);
		}
	}
	return { executions: [...executions.values()], unreadable: [...unreadable.values()] };
}

/**
 * Calls the SmartMove Trigger of a real n8n with postbacks that are malformed, oversized, forged and replayed, every
 * 500th a good one, and says what was answered, what was started, and what it cost n8n.
 */
export async function fuzz(stage: Testbed, { seed, calls, log }: FuzzPlan): Promise<FuzzResult> {
	const workflowId = await addWorkflow(stage);
	const data = credentialSeeds('').find(({ type }) => type === 'smartMoveApi')?.data ?? {};
	const target = {
		path: `/webhook/${HOOK}/postback`,
		user: String(data.postbackUser),
		password: String(data.postbackPassword),
	};
	const { port, pid } = stage.n8n;
	const classes = [...forgedClasses(target), ...bodyClasses(target), ...wireClasses(target)];
	const counted = new Map(
		[...classes, { name: 'good', answers: [200] as RawAnswer[] }].map(({ name, answers }) => [
			name,
			{ name, calls: 0, expected: answers, answers: new Map<RawAnswer, number>() },
		]),
	);
	const count = (name: string, answer: RawAnswer) => {
		const one = counted.get(name);
		if (!one) return;
		one.calls++;
		one.answers.set(answer, (one.answers.get(answer) ?? 0) + 1);
	};

	const good: string[] = [];
	const sendGood = async () => {
		const n = good.length;
		good.push(`good ${n}`);
		const answer = await rawCall(port, goodCall(target, n));
		count('good', answer);
		return answer;
	};
	const began = Date.now();
	// n8n takes a moment to listen after an activation. Nothing else is sent before the first good call has come
	// through, because replays repeat it.
	while (
		(await rawCall(port, { pieces: [Buffer.from(`POST ${target.path} HTTP/1.1\r\nHost: a\r\n\r\n`)] })) ===
		404
	)
		await new Promise((resolve) => setTimeout(resolve, 200));
	await sendGood();

	const kinds = drawn(classes, seed);
	const memory: Array<{ at: number; bytes: number }> = [];
	const every = Math.max(10, Math.floor(calls / 100));
	let sent = 0;
	const worker = async () => {
		while (sent < calls) {
			const n = ++sent;
			if (n % every === 0) memory.push({ at: n / calls, bytes: await memoryOf(pid) });
			if (n % (every * 10) === 0) log(`  ${n} of ${calls} calls`);
			if (n % GOOD === 0) {
				await sendGood();
				continue;
			}
			const kind = kinds.next().value as FuzzClass;
			const [made] = fc.sample(kind.call, { numRuns: 1, seed: seed * 1_000_003 + n });
			if (made) count(kind.name, await rawCall(port, made));
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, worker));
	await sendGood();

	const { executions, unreadable } = await startedBy(stage, workflowId, good.at(-1) ?? '');
	const heard = executions.flatMap(saidBy);
	const number = (text: string) => Number(/\d+/.exec(text)?.[0]);
	const between = (from: number, to: number) =>
		median(memory.filter(({ at }) => at > from && at <= to).map(({ bytes }) => bytes));
	return {
		classes: [...counted.values()].filter((one) => one.calls > 0),
		good,
		heard: heard.sort((a, b) => number(a) - number(b)),
		failures: [
			...unreadable,
			...executions
				.filter(({ status }) => status !== 'success')
				.map(({ status, data: { resultData } }) => `${status}: ${resultData.error?.message ?? ''}`),
		],
		isUp: stage.n8n.pid === pid && stage.n8n.isRunning(),
		memory: { before: between(WARM - 0.1, WARM), after: between(0.9, 1) },
		seconds: Math.round((Date.now() - began) / 1000),
	};
}
