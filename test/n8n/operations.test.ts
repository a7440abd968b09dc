import type { IDataObject } from 'n8n-workflow';

import { errorOf, jsonOf } from '../../testbed/executions';
import type { JsonObject, WorkflowNode } from '../../testbed/n8nTypes';
import { OPERATIONS } from '../operations/cases';
import { smallReferral } from '../partners/movingPortal/smallReferral';
import { NATIVE } from '../partners/smartMove/order';
import type { PartnerName } from '../support/pack';
import { bodyOf } from '../support/useSimulator';
import { SHEET_ROW } from './support/sheetRow';
import { useStack } from './support/stack';
import { chainOf, itemsNode, node } from './support/workflows';

const stack = useStack();

/** n8n adds this to the operations of every node with credentials. */
const CUSTOM_API_CALL = '__CUSTOM_API_CALL__';

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** A node of the pack set to one operation. */
function does(
	name: PartnerName,
	resource: string,
	operation: string,
	parameters: JsonObject = {},
): WorkflowNode {
	return node(
		`${resource}: ${operation}`,
		`n8n-nodes-moving-partners.${name}`,
		{ ...parameters, resource, operation },
		{
			credentials: { [`${name}Api`]: { name } },
		},
	);
}

/** Runs nodes one after the other on the real n8n; returns the output of each by its name. */
async function run(
	title: string,
	input: JsonObject,
	...nodes: WorkflowNode[]
): Promise<(label: string) => JsonObject[]> {
	const { client, addWorkflow, simulator } = stack.testbed;
	const execution = await client.runWorkflow(
		await addWorkflow(chainOf(title, itemsNode('Input', [input]), ...nodes)),
	);
	expect(errorOf(execution)).toBeUndefined();
	expect(execution.status).toBe('success');
	expect(simulator.control.violations()).toEqual([]);
	return (label) => jsonOf(execution, label);
}

beforeEach(() => stack.testbed.simulator.control.reset({ seed: 1 }));

it('Movem: an application from its invitation to its end', async () => {
	const id = { applicationId: byId("={{ $('application: create').item.json.id }}") };
	const output = await run(
		'Movem',
		{ name: 'Ada Quill', email: 'ada.quill@example.test', property: 'Flat 3' },
		does('movem', 'application', 'create', {
			name: '={{ $json.name }}',
			email: '={{ $json.email }}',
			property: '={{ $json.property }}',
		}),
		does('movem', 'application', 'update', { ...id, updateFields: { property: 'Flat 4' } }),
		does('movem', 'application', 'get', id),
		does('movem', 'application', 'getAll', { returnAll: true }),
		does('movem', 'application', 'delete', id),
		does('movem', 'application', 'waitUntilCompleted', id),
		does('movem', 'credit', 'get'),
	);
	expect(output('application: get')).toMatchObject([{ property: 'Flat 4', stage: 'invited' }]);
	expect(output('application: delete')).toMatchObject([{ deleted: true }]);
	expect(output('application: waitUntilCompleted')).toMatchObject([{ status: 'REVOKED', timedOut: false }]);
	expect(output('credit: get')).toEqual([{ credits: 100 }]);
});

describe('the rows of a CSV file, as n8n’s own nodes read it', () => {
	/** Writes the rows to a file and reads them again, and hands them to a node. */
	const ofFile = async (rows: JsonObject[], node: WorkflowNode) =>
		await run(
			'Rows',
			{},
			itemsNode('Rows', rows),
			csv('Write it', 'convertToFile'),
			csv('Read it', 'extractFromFile'),
			node,
		);
	const csv = (name: string, type: string) => node(name, `n8n-nodes-base.${type}`, { operation: 'csv' });

	it('become referrals, one customer or two', async () => {
		const two = {
			...SHEET_ROW,
			'Integration Reference': 'I-1002',
			'Customer 2 First Name': 'Lee',
			'Customer 2 Last Name': 'Example',
		};
		const output = await ofFile(
			[{ ...SHEET_ROW, 'Customer 2 First Name': '', 'Customer 2 Last Name': '' }, two],
			does('movingPortal', 'referral', 'create', { specify: 'columns' }),
		);
		expect(output('referral: create').map((json) => json.uniqueIntegrationReference)).toEqual([
			'I-1001',
			'I-1002',
		]);
		const sent = stack.testbed.simulator.control.requests({ operationId: 'createReferral' });
		expect(sent.map((request) => bodyOf(request).customers)).toMatchObject([
			[{ firstName: 'Kim' }],
			[{ firstName: 'Kim' }, { firstName: 'Lee' }],
		]);
	});

	it('become applications, with each column mapped or by their headings', async () => {
		const rows = [
			{ 'tenant-name': 'Ada Quill', 'TENANT EMAIL': 'ada.quill@example.test', Property: 'Flat 3' },
		];
		const byHeadings = { columns: { mappingMode: 'autoMapInputData', value: null, schema: [] } };
		const mapped = {
			columns: {
				mappingMode: 'defineBelow',
				value: { name: 'Lou', email: 'lou@example.test', property: '={{ $json.Property }}' },
				matchingColumns: [],
				schema: [],
			},
		};
		for (const [columns, email] of [
			[byHeadings, 'ada.quill@example.test'],
			[mapped, 'lou@example.test'],
		] as const) {
			const node = does('movem', 'application', 'create', { specify: 'columns', ...columns });
			expect((await ofFile(rows, node))('application: create')).toMatchObject([
				{ email, property: 'Flat 3' },
			]);
		}
	});
});

it('Movem: a report that n8n’s own node for PDFs can read', async () => {
	stack.testbed.simulator.control.movem.addApplications({ count: 1, status: 'COMPLETED' });
	const output = await run(
		'Report',
		{},
		does('movem', 'reference', 'getReport', { referenceId: byId('800001') }),
		node('Read it', 'n8n-nodes-base.extractFromFile', { operation: 'pdf' }),
	);
	expect(output('Read it')).toEqual([
		expect.objectContaining({ text: expect.stringContaining('Decision: Passed') }),
	]);
});

it('MYMOVE and The Moving Portal: leads, a referral, and that it exists', async () => {
	const output = await run(
		'Leads and referrals',
		{},
		does('mymove', 'lead', 'getAll', { timeRange: 'lastHours', hours: 2, returnAll: false, limit: 1 }),
		does('movingPortal', 'referral', 'create', {
			specify: 'fields',
			productCode: 'RICSL2SURVEY',
			totalFeeInclVAT: 620,
			propertyValueOrPurchasePrice: 285000,
			uniqueIntegrationReference: 'I-1001',
			propertyAddress: {
				values: { addressLine1: '={{ $json.new_address }}', postcode: '={{ $json.new_postal_code }}' },
			},
			customers: {
				values: [
					{
						firstName: '={{ $json.first_name }}',
						lastName: '={{ $json.last_name }}',
						emailAddress: '={{ $json.email }}',
						telephoneNumber: '01234 567890',
					},
				],
			},
		}),
		does('movingPortal', 'referral', 'exists', { reference: 'I-1001' }),
	);
	expect(output('referral: create')).toMatchObject([
		{ success: true, reference: expect.stringMatching(/^TMP\d+$/) },
	]);
	expect(output('referral: exists')).toEqual([{ exists: true, reference: 'I-1001' }]);
});

it('sprove: a property, its checks, and its end', async () => {
	const id = { propertyId: byId("={{ $('property: create').item.json.id }}") };
	const output = await run(
		'sprove',
		{},
		does('sprove', 'property', 'create', {
			name: 'Loft 7',
			address: 'Strandgaten 1, 5013 Bergen',
			rent: 14500,
			rentCurrency: 'NOK',
		}),
		does('sprove', 'property', 'update', { ...id, updateFields: { rent: 14900 } }),
		does('sprove', 'property', 'get', id),
		does('sprove', 'property', 'getAll', { returnAll: true }),
		does('sprove', 'property', 'delete', id),
		{ ...does('sprove', 'check', 'getAll', { ...id, returnAll: true }), alwaysOutputData: true },
	);
	expect(output('property: get')).toMatchObject([
		{ name: 'Loft 7', address: 'Strandgaten 1, 5013 Bergen', rent: 14900 },
	]);
	expect(output('property: getAll')).toMatchObject([{ name: 'Loft 7', rent: 14900, active: true }]);
	expect(output('property: delete')).toMatchObject([{ deleted: true }]);
	expect(output('check: getAll')).toEqual([{}]);
});

it('SmartMove: an application with its applicants, its report, and its end', async () => {
	const { control } = stack.testbed.simulator;
	const [ready] = control.smartMove.addApplications({ count: 1, referenceId: 'cust-42' });
	control.smartMove.makeReady({ applicationId: Number(ready) });
	const customerReference = 'cust-42';
	const mine = {
		customerReference,
		applicationId: byId("={{ $('application: createNative').item.json.applicationId }}"),
	};
	const finished = { customerReference, applicationId: byId(String(ready)) };
	const output = await run(
		'SmartMove',
		{},
		does('smartMove', 'application', 'create', { customerReference }),
		does('smartMove', 'application', 'createNative', NATIVE as JsonObject),
		does('smartMove', 'applicant', 'add', { ...mine, email: 'sam.renter@example.test' }),
		does('smartMove', 'applicant', 'delete', { ...mine, email: 'sam.renter@example.test' }),
		does('smartMove', 'application', 'get', mine),
		does('smartMove', 'application', 'cancel', mine),
		does('smartMove', 'application', 'getAll', { customerReference, returnAll: false, limit: 1 }),
		does('smartMove', 'report', 'getStatus', finished),
		does('smartMove', 'report', 'getUrl', finished),
	);
	expect(output('application: create')).toMatchObject([{ url: expect.stringMatching(/^https?:/) }]);
	expect(output('application: get')).toMatchObject([
		{ stage: 'invited', applicants: [{ email: 'pat.renter@example.test' }] },
	]);
	expect(output('application: cancel')).toMatchObject([{ success: true }]);
	expect(output('report: getStatus')).toMatchObject([{ reportStatus: 'Ready' }]);
	expect(output('report: getUrl')).toMatchObject([{ reportUrl: expect.stringMatching(/^https?:/) }]);
});

it('SmartMove: an order that is waited for by asking', async () => {
	// The tenant moves on every tenth of a second; the second poll comes after five seconds.
	stack.testbed.simulator.control.smartMove.autoplay({ everyMs: 100, by: 'machine' });
	const waits = { ...NATIVE, howToWait: 'ask', waitAtMost: 1, waitUnit: 'hours' } as JsonObject;
	const output = await run('Waits', {}, does('smartMove', 'application', 'createAndWait', waits));
	stack.testbed.simulator.control.smartMove.autoplay({ everyMs: 0 });
	expect(output('application: createAndWait')).toMatchObject([
		{ reportStatus: 'Ready', reportUrl: expect.stringMatching(/^https?:/), timedOut: false },
	]);
});

it('a saved workflow with nodes of version 1 does what it did', async () => {
	const { control } = stack.testbed.simulator;
	const [id] = control.smartMove.addApplications({ count: 1, referenceId: 'cust-42' });
	const { resource: _, operation: __, ...referral } = smallReferral as JsonObject;
	const saved = (name: string, type: PartnerName, parameters: JsonObject) => ({
		...does(type, '', '', parameters),
		name,
		typeVersion: 1,
		parameters,
	});
	await run(
		'Saved',
		{ fee: 620, reference: 'I-1' },
		saved('Refer', 'movingPortal', { ...referral, propertyValueTierCode: '250KTO300K', yearBuilt: 1998 }),
		// Without a resource and an operation, as n8n stores what is the default.
		saved('Flatmate', 'smartMove', {
			customerReference: 'cust-42',
			applicationId: byId(String(id)),
			email: 'new.renter@example.test',
		}),
	);
	const [sent] = control.requests({ operationId: 'createReferral' });
	expect(JSON.parse(sent!.body)).toMatchObject({
		propertyValueOrPurchasePrice: 285000,
		propertyValueTierCode: '250KTO300K',
		yearBuilt: 1998,
	});
	expect(control.requests({ operationId: 'addApplicant' })).toHaveLength(1);
});

describe('by itself, as its case file has it,', () => {
	it.each(Object.entries(OPERATIONS))('%s runs', async (title, tested) => {
		const { partner, resource, value, parameters, items, belongs } = tested;
		const [item] = items(stack.testbed.simulator.control, 1);
		const output = await run(
			title,
			item as JsonObject,
			does(partner, resource, value, parameters as JsonObject),
		);
		const [first] = output(`${resource}: ${value}`);
		expect(belongs(first as IDataObject, item!)).toBe(true);
	});
});

/** The nodes as a new workflow gets them; n8n lists their earlier versions, too. */
async function newestTypes() {
	const types = await stack.testbed.client.nodeTypes();
	const newest = new Map<string, number>();
	for (const { name, version } of types)
		newest.set(name, Math.max(newest.get(name) ?? 0, ...[version ?? 1].flat()));
	return types.filter(({ name, version }) => [version ?? 1].flat().includes(newest.get(name)!));
}

it('every operation that the nodes offer has a case file', async () => {
	interface Described {
		name: string;
		properties: Array<{
			name: string;
			options?: Array<{ value: string }>;
			displayOptions?: { show?: { resource?: string[] } };
		}>;
	}
	const types = (await newestTypes()) as unknown as Described[];
	const ours = types.filter(
		({ name }) => name.startsWith('n8n-nodes-moving-partners.') && !name.endsWith('Tool'),
	);
	const offered = ours.flatMap(({ name, properties }) =>
		properties
			.filter((property) => property.name === 'operation')
			.flatMap(({ options = [], displayOptions }) =>
				options.map(({ value }) => [name.split('.')[1], displayOptions?.show?.resource?.[0], value]),
			)
			.filter(([, resource, value]) => resource !== undefined && value !== CUSTOM_API_CALL)
			.map((words) => words.join(' ')),
	);
	expect(Object.keys(OPERATIONS).sort()).toEqual(offered.sort());
});

it('every tool tells the model what an operation costs and whom the partner writes to', async () => {
	interface Tool {
		name: string;
		properties: Array<{
			name: string;
			default: unknown;
			displayOptions?: { show?: { resource?: string[]; operation?: string[] } };
		}>;
	}
	const types = (await newestTypes()) as unknown as Tool[];
	const tools = types.filter(({ name }) => /^n8n-nodes-moving-partners\.\w+Tool$/.test(name));
	const told = tools.flatMap(({ name, properties }) =>
		properties
			.filter((property) => property.name === 'toolDescription')
			.map(({ default: text, displayOptions: { show } = {} }) => [
				[name.split('.')[1]?.replace(/Tool$/, ''), show?.resource?.[0], show?.operation?.[0]].join(' '),
				text,
			]),
	);
	expect(told.map(([name]) => name).sort()).toEqual(Object.keys(OPERATIONS).sort());
	const texts = Object.fromEntries(told) as Record<string, string>;
	for (const [name, { definition }] of Object.entries(OPERATIONS))
		expect(texts[name]).toContain(definition.notice?.replace(/\.$/, '') ?? definition.action);
});
