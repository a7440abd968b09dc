import type { WorkflowFile, WorkflowNode } from '../../../testbed/n8nTypes';
import { LIMIT } from '../../../testbed/workflowFiles';
import { partners } from '../../support/pack';
import { geometryProblems } from './geometry';

/** The colour of each note by its number, as n8n counts colours; the note that says what the workflow does has none. */
export const COLOURS: Readonly<Record<number, number>> = { 1: 5, 2: 3, 3: 4, 4: 7, 5: 2 };
export const TITLE_COLOUR = 6;

/** The most words in a numbered note, its heading included. */
export const MOST_WORDS = 60;

export const VALUES = 'Your values';
export const QUESTION = 'Still the example’s values?'.replace('’', "'");
export const STOP = 'Stop: put your own values in';
export { LIMIT };

const STICKY = 'n8n-nodes-base.stickyNote';

/** The version of each of our nodes that a new workflow gets. */
const NEWEST = new Map(
	Object.entries(partners).map(([name, { node }]) => [
		`n8n-nodes-moving-partners.${name}`,
		node().description.version,
	]),
);

/** The newest version of each of n8n's own nodes that n8n 1.123 has; a node that is not here is not used yet. */
const OLDEST_HAS: Readonly<Record<string, number>> = {
	'n8n-nodes-base.aggregate': 1,
	'n8n-nodes-base.code': 2,
	'n8n-nodes-base.dateTime': 2,
	'n8n-nodes-base.emailSend': 2.1,
	'n8n-nodes-base.errorTrigger': 1,
	'n8n-nodes-base.filter': 2.2,
	'n8n-nodes-base.formTrigger': 2.3,
	'n8n-nodes-base.googleSheets': 4.7,
	'n8n-nodes-base.httpRequest': 4.2,
	'n8n-nodes-base.if': 2.2,
	'n8n-nodes-base.limit': 1,
	'n8n-nodes-base.manualTrigger': 1,
	'n8n-nodes-base.merge': 3.2,
	'n8n-nodes-base.n8n': 1,
	'n8n-nodes-base.noOp': 1,
	'n8n-nodes-base.removeDuplicates': 2,
	'n8n-nodes-base.scheduleTrigger': 1.2,
	'n8n-nodes-base.set': 3.4,
	'n8n-nodes-base.slack': 2.3,
	'n8n-nodes-base.splitOut': 1,
	'n8n-nodes-base.stickyNote': 1,
	'n8n-nodes-base.stopAndError': 1,
	'n8n-nodes-base.summarize': 1.1,
	'n8n-nodes-base.switch': 3.2,
	'n8n-nodes-base.wait': 1.1,
};

export const isNote = ({ type }: WorkflowNode) => type === STICKY;
export const textOf = ({ parameters }: WorkflowNode) => String(parameters.content);
const isTrigger = ({ type }: WorkflowNode) => /trigger$/i.test(type);
const isMail = ({ type }: WorkflowNode) => type === 'n8n-nodes-base.emailSend';

/** The operation of one of the pack's own nodes. */
function operationOf({ type, parameters }: WorkflowNode) {
	const [pack, name = ''] = type.split('.');
	if (pack !== 'n8n-nodes-moving-partners') return undefined;
	const resource = partners[name as keyof typeof partners]?.resources[String(parameters.resource)];
	return resource?.operations[String(parameters.operation)];
}

/** Whether a node changes something at a partner, or spends something there. */
function changesSomething(node: WorkflowNode): boolean {
	const operation = operationOf(node);
	return operation?.changes !== undefined || operation?.cost !== undefined;
}

/** Whether a node writes to somebody whose address does not stand in the firm's own values. */
const writesToOthers = (node: WorkflowNode) =>
	isMail(node) && !String(node.parameters.toEmail).includes(VALUES);

type Output = (node: string, index: number) => boolean;

/** The names of the nodes that an execution can reach from a trigger over the outputs that `may` lets through. */
function reached({ nodes, connections }: WorkflowFile, may: Output = () => true): Set<string> {
	const found = new Set<string>();
	const visit = (name: string) => {
		if (found.has(name)) return;
		found.add(name);
		(connections[name]?.main ?? []).forEach((links, index) => {
			if (may(name, index)) links?.forEach(({ node }) => visit(node));
		});
	};
	for (const node of nodes) if (isTrigger(node)) visit(node.name);
	return found;
}

function noteProblems({ nodes }: WorkflowFile): string[] {
	const notes = nodes.filter(isNote);
	const numberOf = (note: WorkflowNode) => Number(/^## (\d)/.exec(textOf(note))?.[1] ?? 0);
	const titles = notes.filter((note) => numberOf(note) === 0);
	const steps = notes.filter((note) => numberOf(note) > 0);
	const numbers = steps.map(numberOf).sort();
	const problems = [
		...(titles.length === 1 && /^## \D/.test(textOf(titles[0]!))
			? []
			: ['One note says what the workflow does, under a heading without a number']),
		...(steps.length > 0 && steps.length <= 5 && numbers.every((number, i) => number === i + 1)
			? []
			: [`The steps are numbered ${numbers.join(', ')}, not from 1 to 5 at most`]),
	];
	for (const note of notes) {
		const colour = numberOf(note) === 0 ? TITLE_COLOUR : COLOURS[numberOf(note)];
		if (note.parameters.color !== colour)
			problems.push(`The note "${note.name}" has colour ${String(note.parameters.color)}, not ${colour}`);
	}
	for (const note of steps) {
		const words = textOf(note).split(/\s+/).length;
		if (words > MOST_WORDS) problems.push(`The note "${note.name}" has ${words} words`);
	}
	return problems;
}

/** The values of a Set node by name. */
export function valuesOf(node: WorkflowNode | undefined): Array<{ name: string; value: unknown }> {
	const { assignments } = (node?.parameters.assignments ?? {}) as { assignments?: [] };
	return assignments ?? [];
}

function stopProblems(workflow: WorkflowFile): string[] {
	const named = (name: string) => workflow.nodes.find((node) => node.name === name);
	const [values, question, stop] = [VALUES, QUESTION, STOP].map(named);
	if (!values || !question || !stop) return [`There is no "${VALUES}", "${QUESTION}" or "${STOP}"`];
	const problems: string[] = [];
	const examples = valuesOf(values).filter(({ value }) => String(value).includes('example.test'));
	if (examples.length === 0) problems.push(`No value of "${VALUES}" has example.test in it`);
	const asked = JSON.stringify(question.parameters);
	for (const { name } of examples)
		if (!asked.includes(name)) problems.push(`"${QUESTION}" does not ask for ${name}`);
	if (!String(stop.parameters.errorMessage).includes(VALUES))
		problems.push(`The message of "${STOP}" does not name "${VALUES}"`);
	const untouched = reached(workflow, (node, index) => node !== QUESTION || index === 0);
	if (!untouched.has(STOP)) problems.push(`"${STOP}" is not where the untouched example ends`);
	const early = workflow.nodes
		.filter((node) => changesSomething(node) || isMail(node))
		.filter(({ name }) => untouched.has(name));
	return [...problems, ...early.map(({ name }) => `"${name}" runs although the values are the example's`)];
}

function limitProblems(workflow: WorkflowFile): string[] {
	const limits = workflow.nodes.filter(({ name }) => name.startsWith(LIMIT));
	const isLimit = ({ type, parameters }: WorkflowNode) =>
		type === 'n8n-nodes-base.limit' && (parameters.maxItems ?? 1) === 1;
	const around = reached(workflow, (node) => !node.startsWith(LIMIT));
	const free = workflow.nodes
		.filter((node) => changesSomething(node) || writesToOthers(node))
		.filter(({ name }) => around.has(name));
	const readers = workflow.nodes.filter(
		(node) => !isNote(node) && JSON.stringify(node.parameters).includes(LIMIT),
	);
	return [
		...limits.filter((node) => !isLimit(node)).map(({ name }) => `"${name}" lets more than one item through`),
		...free.map(({ name }) => `"${name}" is reached without "${LIMIT}"`),
		...readers.map(({ name }) => `"${name}" reads "${LIMIT}", which its user deletes`),
	];
}

function keepProblems({ nodes }: WorkflowFile): string[] {
	const creates = nodes.filter((node) => operationOf(node)?.cost === 'credit');
	const hasKept = ({ parameters }: WorkflowNode) =>
		Boolean((parameters.options as { keepCredits?: unknown } | undefined)?.keepCredits);
	return creates.filter((node) => !hasKept(node)).map(({ name }) => `"${name}" does not set Keep at Least`);
}

function errorProblems({ nodes, connections }: WorkflowFile): string[] {
	const handles = ({ onError }: WorkflowNode) => onError === 'continueErrorOutput';
	// The pack's nodes have one output before the one for errors.
	const isOpen = ({ name }: WorkflowNode) => (connections[name]?.main?.[1] ?? []).length === 0;
	return [
		...nodes
			.filter((node) => changesSomething(node) && !handles(node))
			.map(({ name }) => `"${name}" stops everything when one item fails`),
		...nodes
			.filter((node) => handles(node) && isOpen(node))
			.map(({ name }) => `What fails in "${name}" is told nobody`),
	];
}

/**
 * Remove Duplicates is no rolling memory: once the keys it remembers and the items that come exceed its History Size,
 * it fails at every run from then on. So the size is chosen, and whoever reads the page knows it.
 */
function memoryProblems({ nodes }: WorkflowFile, page: string): string[] {
	const memories = nodes.filter(
		({ type, parameters }) =>
			type === 'n8n-nodes-base.removeDuplicates' &&
			parameters.operation === 'removeItemsSeenInPreviousExecutions',
	);
	return memories.flatMap(({ name, parameters }) => {
		const { historySize } = (parameters.options ?? {}) as { historySize?: number };
		if (!historySize) return [`"${name}" does not set History Size`];
		const size = historySize.toLocaleString('en-GB');
		return [
			...(page.includes(`*${name}* has room for ${size}`)
				? []
				: [`The page does not say that "${name}" has room for ${size}`]),
			...(page.includes('exceeds the maximum history size')
				? []
				: [`The page does not say what to do when "${name}" is full`]),
		];
	});
}

function strangerProblems(workflow: WorkflowFile): string[] {
	const text = JSON.stringify(workflow);
	const addresses = text.match(/[\w.+-]+@[\w.-]+|https?:\/\/[^\s"\\<>]+/g) ?? [];
	const isMadeUp = (address: string) => /(\bexample\.test|\.nosend)\b/.test(address);
	const credentials = workflow.nodes.flatMap(({ name, credentials = {} }) =>
		Object.entries(credentials).map(([type, { id }]) => ({ name, type, id })),
	);
	return [
		...addresses.filter((address) => !isMadeUp(address)).map((address) => `${address} may be somebody's`),
		...credentials.filter(({ id }) => id).map(({ name, id }) => `"${name}" has the credential ${String(id)}`),
		...workflow.nodes
			.filter(
				({ type, typeVersion }) =>
					type.startsWith('n8n-nodes-base.') && !(typeVersion <= (OLDEST_HAS[type] ?? 0)),
			)
			.map(
				({ name, type, typeVersion }) => `"${name}" is ${type} ${typeVersion}, which the oldest n8n lacks`,
			),
		...workflow.nodes
			.filter(({ type, typeVersion }) => NEWEST.has(type) && typeVersion !== NEWEST.get(type))
			.map(({ name, typeVersion }) => `"${name}" has version ${typeVersion}, which is not the newest`),
	];
}

/** What is wrong with an example and its page, in sentences; nothing for one that may be published. */
export function problemsOf(workflow: WorkflowFile, page: string): string[] {
	const all = reached(workflow);
	return [
		...noteProblems(workflow),
		...geometryProblems(workflow),
		...stopProblems(workflow),
		...limitProblems(workflow),
		...keepProblems(workflow),
		...errorProblems(workflow),
		...memoryProblems(workflow, page),
		...strangerProblems(workflow),
		...workflow.nodes
			.filter((node) => !isNote(node) && !all.has(node.name))
			.map(({ name }) => `"${name}" is never reached`),
	];
}
