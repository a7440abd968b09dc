import type { WorkflowNode } from '../../testbed/n8nTypes';
import type { Testbed } from '../../testbed/testbed';
import { runAutocannon, type CallResult } from '../lib/calls';
import { digits, interleave, ratios, formatSpread, spread } from '../lib/measure';
import type { Benchmark } from '../lib/types';

const USER = 'bench.postback';
const PASSWORD = 'bench-postback-0001';
const SECONDS = 8;
const CONNECTIONS = 10;

/** The variants and their titles in the table. */
const VARIANTS = {
	ours: 'SmartMove Trigger',
	webhook: 'Webhook node, Basic auth',
	withExpression: 'the same, one of its settings an expression',
};
type Variant = keyof typeof VARIANTS;

/** No execution is saved, so that the database does not affect the figures. */
const settings = {
	executionOrder: 'v1',
	saveDataSuccessExecution: 'none',
	saveDataErrorExecution: 'none',
	saveExecutionProgress: false,
};

/** Adds the triggers to an n8n and activates them; returns the URLs that start them. */
export async function addTriggers({ client, n8n }: Testbed): Promise<Record<Variant, string>> {
	const smartMove = await client.createCredential('SmartMove (bench)', 'smartMoveApi', {
		environment: 'custom',
		baseUrl: 'http://127.0.0.1:9',
		apiKey: 'bench',
		postbackUser: USER,
		postbackPassword: PASSWORD,
	});
	const basic = await client.createCredential('Basic (bench)', 'httpBasicAuth', {
		user: USER,
		password: PASSWORD,
	});
	const add = async (
		node: Pick<WorkflowNode, 'type' | 'typeVersion' | 'parameters' | 'credentials' | 'webhookId'>,
	) => {
		const stored = await client.createWorkflow({
			name: node.type,
			nodes: [{ name: 'Trigger', position: [0, 0], id: node.webhookId, ...node }],
			connections: {},
			settings,
		});
		await client.activate(stored.id);
	};
	await add({
		type: 'n8n-nodes-moving-partners.smartMoveTrigger',
		typeVersion: 1,
		webhookId: 'bench-ours',
		parameters: {},
		credentials: { smartMoveApi: { id: smartMove.id, name: smartMove.name } },
	});
	const webhooks = { 'bench-plain': true, 'bench-expression': '={{ true }}' };
	for (const [path, noResponseBody] of Object.entries(webhooks)) {
		await add({
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			webhookId: path,
			parameters: {
				httpMethod: 'POST',
				path,
				authentication: 'basicAuth',
				responseMode: 'onReceived',
				options: { noResponseBody },
			},
			credentials: { httpBasicAuth: { id: basic.id, name: basic.name } },
		});
	}
	// Right after the activation n8n answers 404 for a moment.
	await new Promise((resolve) => setTimeout(resolve, 2000));
	const at = (path: string) => `${n8n.url}/webhook/${path}`;
	return {
		ours: at('bench-ours/postback'),
		webhook: at('bench-plain'),
		withExpression: at('bench-expression'),
	};
}

const body = { applicationId: 4711, reportStatus: 'Ready', customerReferenceId: 'cust-42' };
const basic = `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString('base64')}`;

/** Calls a trigger: so many times, or else for some seconds. */
export const call = async (url: string, authorization = basic, amount?: number): Promise<CallResult> =>
	await runAutocannon({
		url,
		...(amount === undefined ? { seconds: SECONDS } : { amount }),
		connections: CONNECTIONS,
		headers: { authorization, 'content-type': 'application/json' },
		body,
	});

/** Calls answered with success in a second. */
export const rateOf = (result: CallResult): number => result['2xx'] / result.duration;

export const postbacks: Benchmark = {
	name: 'postbacks',
	async measure(context) {
		const title = 'Postbacks';
		const work = `autocannon with ${CONNECTIONS} connections for ${SECONDS} s a round on the real n8n: the SmartMove Trigger with user and password against n8n’s Webhook node with Basic auth; each call starts an execution of which nothing is kept`;
		if (context.smoke)
			return { title, work, checks: [], tables: [], notes: [], skipped: 'it needs the real n8n' };
		const urls = await addTriggers((await context.real()).testbed);
		for (const url of Object.values(urls)) {
			const stranger = await call(url, 'Basic bm9ib2R5OndhbnRlZA==', 20);
			if (stranger.non2xx !== 20) throw new Error(`${url} takes calls with a wrong password`);
		}
		const names = Object.keys(VARIANTS) as Variant[];
		const samples = await interleave<Variant, CallResult>(context.rounds, {
			ours: async () => await call(urls.ours),
			webhook: async () => await call(urls.webhook),
			withExpression: async () => await call(urls.withExpression),
		});
		const rate = (name: Variant) => samples[name].map(rateOf);
		const wrong = names
			.flatMap((name) => samples[name])
			.reduce((sum, { non2xx, errors }) => sum + non2xx + errors, 0);
		const ratio = ratios(rate('ours'), rate('webhook'));
		return {
			title,
			work,
			checks: [
				{
					what: 'calls a second against the Webhook node',
					target: '≥ 0.95 ×',
					measured: formatSpread(ratio, ' ×'),
					met: spread(ratio).median >= 0.95,
				},
				{ what: 'calls not answered with 2xx', target: '0', measured: String(wrong), met: wrong === 0 },
			],
			tables: [
				{
					head: ['', 'calls a second', 'median, ms', '99 of 100 within, ms'],
					lines: names.map((name) => [
						VARIANTS[name],
						formatSpread(rate(name)),
						digits(spread(samples[name].map(({ latency }) => latency.p50)).median),
						digits(spread(samples[name].map(({ latency }) => latency.p99)).median),
					]),
				},
			],
			notes: [
				`Against the Webhook node with an expression it is ${formatSpread(ratios(rate('ours'), rate('withExpression')), ' ×')}. n8n 2.41 makes a new isolate of its expression engine ready for every call of a trigger, before the trigger is asked; it leaves that out for one kind of node alone, its own Webhook node, and for that only where no setting is an expression (live-webhooks, webhookPhaseNeedsIsolate). No trigger of a pack can come nearer to the plain one. Told to wait with the isolate until an expression needs it (N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE=true), n8n takes twice as many of our calls as before, and four times as many of those of the plain one, which needs none: it asks every node of version 1 by an expression whether to leave the body unread, and ours has it left unread until the caller is known (webhook-helpers, parseRequestBody). See n8n’s settings below.`,
			],
		};
	},
};
