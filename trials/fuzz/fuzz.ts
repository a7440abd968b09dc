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

/** How the calls of one kind were answered. */
export interface Fuzzed {
	name: string;
	calls: number;
	expected: RawAnswer[];
	answers: Map<RawAnswer, number>;
}

export interface FuzzResult {
	classes: Fuzzed[];
	/** The texts of the good calls, and those that the started workflows received, by number. */
	good: string[];
	heard: string[];
	/** How executions failed, or why they cannot be read. */
	failures: string[];
	/** Whether the n8n process of the beginning still runs at the end. */
	isUp: boolean;
	/** n8n's memory in bytes, after warming up and at the end. */
	memory: { before: number; after: number };
	seconds: number;
}

const TRIGGER = 'Postback';
const HOOK = 'fuzzed-postbacks';
const CONCURRENCY = 12;
/** One call in so many is good. */
const GOOD_EVERY = 500;
/** The share of the calls after which n8n counts as warm. */
const WARM_UP_SHARE = 0.3;

const median = (numbers: number[]) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/** Resident memory of a process, in bytes. */
async function memoryOf(pid: number): Promise<number> {
	const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(pid)], { cwd: '/' });
	return Number(stdout.trim()) * 1024;
}

/** Adds a workflow that starts with the trigger, which filters by one customer and drops repeats. */
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

/** Draws the kind of every call, weighted. */
function* drawClasses(classes: FuzzClass[], seed: number): Generator<FuzzClass> {
	const bag = classes.flatMap((one) => Array.from({ length: one.weight }, () => one));
	for (const next = series(seed); ;) yield bag[next() % bag.length] as FuzzClass;
}

const textsOf = (execution: Execution) =>
	jsonOf(execution, TRIGGER).map(({ notificationText }) => String(notificationText));

/** Waits for the execution of the last good call, and returns every execution. n8n lists one before it has begun. */
async function startedBy({ client }: Testbed, workflowId: string, last: string) {
	const executions = new Map<string, Execution>();
	const unreadable = new Map<string, string>();
	const heard = () => [...executions.values()].flatMap(textsOf);
	for (let tries = 0; tries < 120 && !heard().includes(last); tries++) {
		if (tries > 0) await new Promise((resolve) => setTimeout(resolve, 500));
		for (const { id } of await allExecutions(client, workflowId)) {
			if (executions.has(id) || unreadable.has(id)) continue;
			await client.waitForExecution(id).then(
				(execution) => executions.set(id, execution),
				// n8n cannot read an execution that it has stored itself.
				(failure: unknown) => unreadable.set(id, messageOf(failure)),
			);
		}
	}
	return { executions: [...executions.values()], unreadable: [...unreadable.values()] };
}

/**
 * Calls the SmartMove Trigger of a real n8n with postbacks that are malformed, oversized, forged and replayed, every
 * 500th a good one. Reports the answers, the executions started, and n8n's memory.
 */
export async function fuzz(testbed: Testbed, { seed, calls, log }: FuzzPlan): Promise<FuzzResult> {
	const workflowId = await addWorkflow(testbed);
	const data = credentialSeeds('').find(({ type }) => type === 'smartMoveApi')?.data ?? {};
	const target = {
		path: `/webhook/${HOOK}/postback`,
		user: String(data.postbackUser),
		password: String(data.postbackPassword),
	};
	const { port, pid } = testbed.n8n;
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

	const kinds = drawClasses(classes, seed);
	const memory: Array<{ at: number; bytes: number }> = [];
	const every = Math.max(10, Math.floor(calls / 100));
	let sent = 0;
	const worker = async () => {
		while (sent < calls) {
			const n = ++sent;
			if (n % every === 0) memory.push({ at: n / calls, bytes: await memoryOf(pid) });
			if (n % (every * 10) === 0) log(`  ${n} of ${calls} calls`);
			if (n % GOOD_EVERY === 0) {
				await sendGood();
				continue;
			}
			const kind = kinds.next().value as FuzzClass;
			const [made] = fc.sample(kind.call, { numRuns: 1, seed: seed * 1_000_003 + n });
			if (made) count(kind.name, await rawCall(port, made));
		}
	};
	await Promise.all(Array.from({ length: CONCURRENCY }, worker));
	await sendGood();

	const { executions, unreadable } = await startedBy(testbed, workflowId, good.at(-1) ?? '');
	const heard = executions.flatMap(textsOf);
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
		isUp: testbed.n8n.pid === pid && testbed.n8n.isRunning(),
		memory: { before: between(WARM_UP_SHARE - 0.1, WARM_UP_SHARE), after: between(0.9, 1) },
		seconds: Math.round((Date.now() - began) / 1000),
	};
}
