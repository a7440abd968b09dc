import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import type { WorkflowFile, WorkflowNode } from '../../testbed/n8nTypes';
import { examples, readExample, withoutLimit } from '../n8n/support/examples';
import { isNote, LIMIT, problemsOf, STOP, textOf, VALUES } from './examples/rules';

const root = join(__dirname, '../..');
const pageOf = (file: string) => readFileSync(join(root, 'docs/jobs', file.replace('.json', '.md')), 'utf8');

/** The most words on a page, and the most bytes of its picture. */
const LONGEST = 500;
const HEAVIEST = 150_000;

it('there are eleven, by country and job', () => {
	expect(examples).toEqual([
		'no-affordability-of-a-propertys-tenants.json',
		'ops-quiet-or-broken.json',
		'ops-what-did-this-month-cost.json',
		'uk-refer-a-buyer-for-a-survey.json',
		'uk-reference-a-new-tenant.json',
		'uk-reference-done.json',
		'uk-survey-news-to-the-desk.json',
		'uk-who-has-not-answered.json',
		'us-lost-postbacks.json',
		'us-mover-lead-to-screening-link.json',
		'us-screen-and-wait.json',
	]);
});

describe.each(examples)('%s', (file) => {
	const name = file.replace('.json', '');
	const workflow = readExample(file);

	it('keeps to the rules', () => {
		expect(problemsOf(workflow, pageOf(file))).toEqual([]);
	});

	it('hangs together when its user has deleted the limit', () => {
		const left = withoutLimit(workflow);
		expect(JSON.stringify([left.nodes.filter((node) => !isNote(node)), left.connections])).not.toContain(
			LIMIT,
		);
		expect(problemsOf(left, pageOf(file)).filter((problem) => problem.includes('never reached'))).toEqual([]);
	});

	it('has a page with its title and its picture', () => {
		const page = pageOf(file);
		expect(page).toContain(`](../images/jobs/${name}.png)`);
		expect(page).toContain(`](../../workflows/${file})`);
		const words = page.split(/\s+/).filter((word) => /[\p{L}\d]/u.test(word));
		expect(words.length).toBeLessThanOrEqual(LONGEST);
		expect(statSync(join(root, `docs/images/jobs/${name}.png`)).size).toBeLessThan(HEAVIEST);
	});
});

describe('“Is it quiet or broken”, of a workflow whose newest 100 executions have failed', () => {
	const { nodes } = readExample('ops-quiet-or-broken.json');
	const { jsCode } = nodes.find(({ name }) => name === 'What is quiet or broken')!.parameters;
	const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

	/** What the code says of a workflow that was changed long ago and has failed so often, the last time so long ago. */
	function found(failures: number, hours: number): string[] {
		const inputs: Record<string, object> = {
			'Your values': { quietHours: 48, n8nAddress: 'http://n8n.nosend' },
			'Those that a partner starts': { id: 'w', name: 'Watched', updatedAt: hoursAgo(2000) },
		};
		const read = (name: string) => ({
			first: () => ({ json: inputs[name] }),
			all: () => [{ json: inputs[name] }],
		});
		const failed = { json: { workflowId: 'w', status: 'error', stoppedAt: hoursAgo(hours) } };
		const items = Array.from({ length: failures }, () => failed);
		const code = new Function('$', '$input', String(jsCode)) as (
			...inputs: unknown[]
		) => Array<{ json: { problem: string } }>;
		return code(read, { all: () => items }).map(({ json }) => json.problem);
	}

	it('is broken, and not quiet: what went before them is not known', () =>
		expect(found(100, 1)).toEqual(['broken']));
	it('is quiet when the last of them is long ago', () => expect(found(100, 49)).toEqual(['quiet']));
	it('is quiet as well when there are fewer, so that none has ever succeeded', () =>
		expect(found(99, 1)).toEqual(['broken', 'quiet']));
});

it('the n8n since which N8N_WEBHOOK_URL is known is the one of the page on compatibility', () => {
	const compatibility = readFileSync(join(root, 'docs/compatibility.md'), 'utf8');
	const [, since = ''] =
		/^\| `N8N_WEBHOOK_URL` is known.*?\| [\d.]+ \| (\d+\.\d+)/m.exec(compatibility) ?? [];
	expect(since).toMatch(/^\d/);
	const told = examples
		.flatMap((file) => [pageOf(file), JSON.stringify(readExample(file))])
		.flatMap((text) => [...text.matchAll(/before ([\d.]+) `?WEBHOOK_URL/g)].map(([, version]) => version));
	expect(told).toEqual([since, since]);
});

describe('a rule', () => {
	const FILE = 'uk-who-has-not-answered.json';
	const MEMORY = 'Not reminded today';
	const ROOM = 'has room for 100,000';
	it.each<[string, string, (memory: WorkflowNode, page: string) => string]>([
		[
			'that a memory has a size',
			`"${MEMORY}" does not set History Size`,
			({ parameters }, page) => {
				parameters.options = {};
				return page;
			},
		],
		[
			'that the page names it',
			`does not say that "${MEMORY}" ${ROOM}`,
			(_, page) => page.replace(ROOM, 'has room'),
		],
		[
			'that the page says what to do when it is full',
			`what to do when "${MEMORY}" is full`,
			(_, page) => page.replace('maximum history size', 'size'),
		],
	])('%s is kept', (_, problem, change) => {
		const workflow = structuredClone(readExample(FILE));
		const memory = workflow.nodes.find(({ name }) => name === MEMORY)!;
		const page = change(memory, pageOf(FILE));
		expect(problemsOf(workflow, page).join('\n')).toContain(problem);
	});

	const sound = readExample('uk-reference-a-new-tenant.json');
	const soundPage = pageOf('uk-reference-a-new-tenant.json');
	const nodeOf = (workflow: WorkflowFile, name: string): WorkflowNode =>
		workflow.nodes.find((node) => node.name === name)!;
	const broken = (change: (workflow: WorkflowFile, of: (name: string) => WorkflowNode) => void) => {
		const workflow = structuredClone(sound);
		change(workflow, (name) => nodeOf(workflow, name));
		return problemsOf(workflow, soundPage).join('\n');
	};
	const INVITE = 'Invite the tenant at Movem';

	it.each<[string, string, (workflow: WorkflowFile, of: (name: string) => WorkflowNode) => void]>([
		['that a note keeps off the nodes', 'lies over', (_, of) => (of('Step 1').position = [0, 0])],
		[
			'that a note keeps off the connections',
			`"Step 1" lies over "${VALUES} → `,
			(_, of) =>
				Object.assign(of('Step 1'), {
					position: [320, 40],
					parameters: { ...of('Step 1').parameters, width: 20, height: 20 },
				}),
		],
		[
			'that notes keep off each other',
			'"Step 1" lies over "Step 2"',
			(_, of) => (of('Step 2').position = of('Step 1').position),
		],
		['that nodes stand apart', 'is too near to', (_, of) => (of(LIMIT).position = [480, 40])],
		['that a connection keeps off the nodes', 'runs through', (_, of) => (of(STOP).position = [1000, -200])],
		['that it leads to the right', 'leads to the left', (_, of) => (of(VALUES).position = [0, 400])],
		['that nodes stand on the grid', 'stands beside the grid', (_, of) => (of(VALUES).position = [221, 0])],
		['that our nodes are the newest', 'is not the newest', (_, of) => (of(INVITE).typeVersion = 0)],
		['of the colours', 'has colour 1, not 5', (_, of) => (of('Step 1').parameters.color = 1)],
		[
			'of the words',
			'words',
			(_, of) => (of('Step 1').parameters.content = `## 1 Talk\n${'word '.repeat(61)}`),
		],
		['of the numbers', 'are numbered', (_, of) => (of('Step 4').parameters.content = '## 6 Last')],
		[
			'that it stops',
			`"${INVITE}" runs although`,
			({ connections }) => connections["Still the example's values?"]!.main!.reverse(),
		],
		[
			'that every value is asked for',
			'does not ask for deskEmail',
			(_, of) => {
				const question = of("Still the example's values?");
				question.parameters = JSON.parse(
					JSON.stringify(question.parameters).replaceAll('deskEmail', 'mailFrom'),
				) as WorkflowNode['parameters'];
			},
		],
		[
			'that one goes through',
			'lets more than one item through',
			(_, of) => (of(LIMIT).parameters.maxItems = 2),
		],
		[
			'that whatever costs waits behind the limit',
			'is reached without',
			({ connections }) => {
				connections["Still the example's values?"]!.main![1]![0]!.node = INVITE;
			},
		],
		[
			'that nobody reads what its user deletes',
			`"${INVITE}" reads "${LIMIT}"`,
			(_, of) => (of(INVITE).parameters.name = `={{ $('${LIMIT}').item.json.name }}`),
		],
		['that credits are kept', 'does not set Keep at Least', (_, of) => delete of(INVITE).parameters.options],
		['that what fails is told', 'is told nobody', ({ connections }) => connections[INVITE]!.main!.pop()],
		['that one failing item stops no other', 'stops everything', (_, of) => delete of(INVITE).onError],
		[
			'that addresses are made up',
			"may be somebody's",
			(_, of) => (of('Step 1').parameters.content = '## 1 Ask\nkim@letting.example'),
		],
		[
			'that credentials are not ours',
			'has the credential',
			(_, of) => (of(INVITE).credentials!.movemApi!.id = 'abc'),
		],
		['of the oldest n8n', 'which the oldest n8n lacks', (_, of) => (of(VALUES).typeVersion = 9)],
		['that every node is reached', 'is never reached', ({ connections }) => delete connections[VALUES]],
	])('%s is kept', (_, problem, change) => {
		expect(broken(change)).toContain(problem);
	});

	it('finds nothing in what is sound', () => expect(problemsOf(sound, soundPage)).toEqual([]));

	it('sees every note', () => {
		expect(sound.nodes.filter(isNote).map(textOf)).toHaveLength(5);
	});
});
