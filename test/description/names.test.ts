import '../support/environment';
import { NodeHelpers, Workflow, type INode, type INodeParameters, type INodeType } from 'n8n-workflow';

import { TestNodeTypes, versionsOf } from '../support/nodeTypes';
import { earlierVersions, nodes, partners } from '../support/pack';

/** What the canvas shows below a node: the editor evaluates it like this (editor-ui, `getNodeSubtitle`). */
function subtitleOf(type: INodeType, parameters: INodeParameters = {}): unknown {
	const { name, properties, subtitle, version } = type.description;
	const nodeTypes = new TestNodeTypes();
	nodeTypes.add(name, type);
	const node: INode = {
		id: name,
		name,
		type: name,
		typeVersion: [version].flat().at(-1)!,
		position: [0, 0],
		parameters: {},
	};
	node.parameters =
		NodeHelpers.getNodeParameters(properties, parameters, true, false, node, type.description) ?? {};
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	return workflow.expression.getSimpleParameterValue(node, subtitle, 'internal', {});
}

const wordsOf = (text: string) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u);

/** Whether the words of one stand in the other, in the same order. */
function holds(sentence: string, title: string): boolean {
	const left = wordsOf(sentence);
	return wordsOf(title).every((word) => {
		const place = left.indexOf(word);
		if (place >= 0) left.splice(0, place + 1);
		return place >= 0;
	});
}

describe.each(Object.entries(partners))('%s', (_, { node, trigger, resources }) => {
	const operations = Object.entries(resources).flatMap(([resource, { name: title, operations: all }]) =>
		Object.entries(all).map(([operation, { name, action }]) => ({
			resource,
			title,
			operation,
			name,
			action,
		})),
	);

	it.each(operations)('names $title: $name alike in list, panel and canvas', (one) => {
		expect(one).toMatchObject({ action: expect.stringMatching(/^[A-Z][^A-Z]/) });
		expect([one.action, one.name, holds(one.action, one.name)]).toEqual([one.action, one.name, true]);
		expect(subtitleOf(node(), { resource: one.resource, operation: one.operation })).toBe(
			`${one.title}: ${one.name}`,
		);
	});

	it('says below its trigger what that starts on', () => {
		if (!trigger) return;
		const { properties } = trigger().description;
		const { type, options } = properties.find(({ name }) => name === 'triggerOn')!;
		const all = options as Array<{ name: string; value: string }>;
		const several = type === 'multiOptions';
		for (const { name, value } of all)
			expect(subtitleOf(trigger(), { triggerOn: several ? [value] : value })).toBe(name);
		if (several)
			expect(subtitleOf(trigger(), { triggerOn: all.map(({ value }) => value) })).toBe(
				all.map(({ name }) => name).join(', '),
			);
	});

	it('says in the list first what it is for and where, for the node and for its trigger', () => {
		const sentences = [node(), ...(trigger ? [trigger()] : [])].map(
			({ description }) => description.description,
		);
		const [subject] = sentences[0]!.split(':');
		expect(subject).toMatch(/^[A-Z][a-z ]+ \((UK|US|Norway)\)$/);
		for (const sentence of sentences) expect(sentence.startsWith(`${subject}: `)).toBe(true);
	});
});

/**
 * A saved workflow leaves out what is the default (n8n-workflow, `getNodeParameters`), so another default would make a
 * saved node do something else. It takes another version of the node.
 */
const DEFAULTS: Record<string, [resource: string, operations: Record<string, string>]> = {
	movem: ['application', { application: 'create', credit: 'get' }],
	mymove: ['lead', { lead: 'getAll' }],
	movingPortal: ['referral', { referral: 'create' }],
	'movingPortal version 1': ['referral', { referral: 'create' }],
	smartMove: ['application', { applicant: 'add', application: 'create', report: 'getUrl' }],
	'smartMove version 1': ['applicant', { applicant: 'add', application: 'create', report: 'getUrl' }],
	sprove: ['check', { check: 'getAll', property: 'getAll' }],
};

it.each(Object.entries(DEFAULTS))('%s keeps the defaults that saved workflows leave out', (name, kept) => {
	const { properties } = (earlierVersions[name] ?? nodes[name]!()).description;
	const defaultOf = (operation: string, resource?: string) =>
		properties.find(
			(property) =>
				property.name === operation &&
				(resource === undefined || property.displayOptions?.show?.resource?.includes(resource)),
		)?.default;
	const [resource, operations] = kept;
	expect(defaultOf('resource')).toBe(resource);
	for (const [of, operation] of Object.entries(operations))
		expect([of, defaultOf('operation', of)]).toEqual([of, operation]);
});

/**
 * n8n before 2.41 keeps the newest version in a column for whole numbers: on PostgreSQL it cannot install a package with
 * a node of version 1.1 (n8n, pull request 34717).
 */
it('every version of a node is a whole number', () => {
	const versions = Object.values(partners).flatMap(({ anyVersion, trigger }) => [
		...versionsOf(anyVersion()),
		...(trigger ? [trigger()] : []),
	]);
	expect(
		versions.map(({ description }) => description.version).filter((one) => !Number.isInteger(one)),
	).toEqual([]);
});

it('lists SmartMove’s applications before their applicants', () => {
	const { properties } = partners.smartMove.node().description;
	const { options } = properties.find(({ name }) => name === 'resource')!;
	expect(options).toMatchObject([{ name: 'Application' }, { name: 'Applicant' }, { name: 'Report' }]);
});
