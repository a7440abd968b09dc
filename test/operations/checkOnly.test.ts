/** "Check Only": the simulator's journal is the witness that nothing that creates or changes was sent. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { toolOf } from '../support/toolOf';
import { partners } from '../support/pack';
import { jsonOf, pairing, succeeded, useSimulator } from '../support/useSimulator';
import { countFor, OPERATIONS } from './cases';

const bench = useSimulator();
const messages = ({ hints }: { hints?: Array<{ message: string }> }) =>
	(hints ?? []).map(({ message }) => message);

const CHECKED = Object.entries(OPERATIONS).filter(([, { definition }]) => definition.checkOnly);

it('is there for what costs or lets somebody be written to, and for nothing that only reads', () => {
	expect(CHECKED.map(([name]) => name).sort()).toEqual([
		'movem application create',
		'movem application upsert',
		'movingPortal referral create',
		'smartMove application create',
		'smartMove application createAndWait',
		'smartMove application createNative',
	]);
	// Whatever has a cost can be checked.
	const costly = Object.entries(OPERATIONS).filter(([, { definition }]) => definition.cost);
	expect(costly.filter(([, { definition }]) => !definition.checkOnly)).toEqual([]);
});

describe.each(CHECKED)('%s', (_, operation) => {
	const { partner, parameters, operationId, bad } = operation;
	const count = countFor(operation, 12);
	/** What the partners hold of what an operation could create, and the credits. */
	const held = () => {
		const { movem, smartMove, movingPortal } = bench.control.state().partners;
		return [movem.applications, movem.credits, smartMove.applications, movingPortal.referrals];
	};
	const run = async (items: IDataObject[], more: INodeParameters = {}, options = {}) =>
		await bench.run(partner, { ...parameters, checkOnly: true, ...more }, items, options);

	it('says what would be created, and sends no write', async () => {
		const items = operation.items(bench.control, count);
		const before = JSON.stringify(held());
		const result = succeeded(await run(items));
		expect(result.output).toHaveLength(count);
		expect(pairing(result.output)).toEqual(items.map((__, i) => i));
		expect(jsonOf(result.output).map(({ wouldCreate }) => wouldCreate)).toEqual(items.map(() => true));
		expect(bench.arrived().filter(({ method }) => method !== 'GET' && method !== 'HEAD')).toEqual([]);
		expect(bench.arrived(operationId)).toEqual([]);
		expect(JSON.stringify(held())).toBe(before);
		expect(messages(result).at(-1)).toMatch(new RegExp(`: ${count} would be \\w+.*\\. Nothing was sent\\.$`));
	});

	it('sends for real once it is off', async () => {
		const items = operation.items(bench.control, 1);
		await run(items);
		await run(items, { checkOnly: false });
		expect(bench.arrived(operationId)).toHaveLength(1);
	});

	it('makes the checks of every field', async () => {
		const { error } = await run([bad.item]);
		expect(error?.message).toContain(bad.label);
		expect(bench.arrived()).toEqual([]);
	});

	it('cannot be filled in by a model', async () => {
		const tool = toolOf(partners[partner].node());
		const items = [{ ...operation.items(bench.control, 1)[0], off: false }];
		const asked = await run(items, { checkOnly: "={{ $fromAI('check', ``, 'boolean') }}" }, tool);
		expect(asked.error?.message).toMatch(/^No AI model may fill in .*“Check Only”/);
		// In a tool the switch takes no expression, so n8n hands over its text, which is no switch.
		expect((await run(items, { checkOnly: '={{ $json.off }}' }, tool)).error).toBeDefined();
		expect(bench.arrived()).toEqual([]);
		const own = tool.node.description.properties.filter(
			({ name, displayOptions }) =>
				name === 'checkOnly' &&
				displayOptions?.show?.['@tool'] &&
				displayOptions.show.operation?.includes(operation.value),
		);
		expect(own.map(({ noDataExpression }) => noDataExpression)).toEqual([true]);
	});
});

describe('a check of Movem', () => {
	const tenant = (n: number) => ({
		name: `Tenant ${n}`,
		email: `tenant.${n}@example.test`,
		property: '9 Larch Row',
	});
	const tenants = (count: number) => Array.from({ length: count }, (_, n) => tenant(n));
	const movem = async (operation: string, items: IDataObject[], more: IDataObject = {}, options = {}) =>
		await bench.run(
			'movem',
			{
				resource: 'application',
				operation,
				name: '={{ $json.name }}',
				email: '={{ $json.email }}',
				property: '={{ $json.property }}',
				...more,
			} as INodeParameters,
			items,
			options,
		);
	const check = async (items: IDataObject[], more: IDataObject = {}, options = {}) =>
		await movem('create', items, { checkOnly: true, ...more }, options);

	beforeEach(() => bench.control.movem.setCredits({ credits: 13 }));

	it('says of each item what would become of it, and in one sentence of all', async () => {
		await movem('create', tenants(2));
		bench.control.clearJournal();
		const result = succeeded(await check([...tenants(5), tenant(4)]));
		const found = { alreadyExisted: true, wouldCreate: false, creditsNeeded: 0, creditsAvailable: 11 };
		const missing = { alreadyExisted: false, wouldCreate: true, creditsNeeded: 1, creditsAvailable: 11 };
		expect(jsonOf(result.output)).toMatchObject([
			{ ...tenant(0), id: expect.any(String), stage: 'invited', ...found },
			{ ...tenant(1), ...found },
			{ ...tenant(2), ...missing },
			{ ...tenant(3), ...missing },
			{ ...tenant(4), ...missing },
			{ ...tenant(4), ...missing, wouldCreate: false, creditsNeeded: 0, repeatsEarlierItem: true },
		]);
		expect(bench.lines().sort()).toEqual(['GET /movem/application/', 'GET /movem/credits']);
		expect(messages(result)).toEqual([
			'Movem, Custom: 3 would be created (3 credits; there are 11), 2 exist already, 1 repeats an earlier item. Nothing was sent.',
		]);
	});

	it('does not look under Create Anyway, and counts every item', async () => {
		await movem('create', tenants(1));
		bench.control.clearJournal();
		const result = succeeded(await check([tenant(0), tenant(0)], { ifExists: 'create' }));
		expect(jsonOf(result.output)).toEqual(
			[0, 0].map((n) => ({ ...tenant(n), wouldCreate: true, creditsNeeded: 1, creditsAvailable: 12 })),
		);
		expect(bench.lines()).toEqual(['GET /movem/credits']);
	});

	it('fails where the run would: what exists under Stop With a Message, and credits to keep', async () => {
		await movem('create', tenants(1));
		const onError = { onError: 'continueRegularOutput' };
		const stopped = await check([tenant(0), tenant(1), tenant(1)], { ifExists: 'stop' }, onError);
		expect(jsonOf(stopped.output)).toMatchObject([
			{ error: expect.stringContaining('already has an application') },
			{ wouldCreate: true },
			{ error: expect.stringContaining('An earlier item of this run would create the same one') },
		]);
		expect(messages(stopped)).toEqual([
			'Movem, Custom: 1 would be created (1 credit; there are 12), 2 failed. Nothing was sent.',
		]);
		const kept = await check(tenants(5), { options: { keepCredits: 10 } });
		expect(kept.error?.message).toContain('12 credits, and 14 are needed: 4 for');
	});

	it('says null where Movem gives no number of credits', async () => {
		bench.control.faults.add({ operationId: 'getCredits', kind: 'status', status: 200, body: {} });
		const result = succeeded(await check(tenants(1)));
		expect(jsonOf(result.output)).toMatchObject([{ creditsNeeded: 1, creditsAvailable: null }]);
		expect(messages(result)).toEqual(['Movem, Custom: 1 would be created (1 credit). Nothing was sent.']);
	});

	it('can be asked for by some items alone: the others are created', async () => {
		const items = [
			{ ...tenant(0), dry: true },
			{ ...tenant(0), dry: false },
		];
		const result = succeeded(await movem('create', items, { checkOnly: '={{ $json.dry }}' }));
		expect(jsonOf(result.output)).toMatchObject([
			{ wouldCreate: true },
			{ alreadyExisted: false, id: expect.any(String) },
		]);
		expect(bench.arrived('createApplication')).toHaveLength(1);
		expect(messages(result)).toEqual([
			'Movem, Custom: 1 created (1 credit), 1 would be created (1 credit; there are 13).',
		]);
	});

	it('of Create or Update says which would be changed', async () => {
		const [{ id } = {}] = jsonOf((await movem('create', tenants(2))).output);
		bench.control.clearJournal();
		const items = [{ ...tenant(0), name: 'Another Name' }, tenant(1), tenant(2)];
		const result = succeeded(await movem('upsert', items, { checkOnly: true }));
		expect(jsonOf(result.output)).toMatchObject([
			{
				id,
				name: 'Another Name',
				wouldCreate: false,
				wouldUpdate: true,
				alreadyExisted: true,
				creditsNeeded: 0,
			},
			{ ...tenant(1), stage: 'invited', wouldCreate: false, wouldUpdate: false, alreadyExisted: true },
			{ ...tenant(2), wouldCreate: true, wouldUpdate: false, alreadyExisted: false, creditsNeeded: 1 },
		]);
		expect(bench.lines().sort()).toEqual(['GET /movem/application/', 'GET /movem/credits']);
		expect(messages(result)).toEqual([
			'Movem, Custom: 1 would be created (1 credit; there are 11), 1 would be updated, 1 exists already. Nothing was sent.',
		]);
	});

	it('of Create or Update refuses another email, as the run would', async () => {
		await movem('create', tenants(1));
		const other = { ...tenant(0), email: 'other@example.test' };
		const { error } = await movem('upsert', [other], { checkOnly: true });
		expect(error?.message).toContain('Movem changes no email');
	});
});

it('a check of The Moving Portal asks for both references and refers nobody', async () => {
	const { parameters, items } = OPERATIONS['movingPortal referral create']!;
	const [first] = items(bench.control, 1);
	await bench.run('movingPortal', parameters, [first!]);
	bench.control.clearJournal();
	const result = succeeded(
		await bench.run('movingPortal', { ...parameters, checkOnly: true }, items(bench.control, 2)),
	);
	expect(jsonOf(result.output).map(({ alreadyExisted }) => alreadyExisted)).toEqual([true, false]);
	expect(new Set(bench.arrived().map(({ method }) => method))).toEqual(new Set(['HEAD']));
	expect(messages(result).at(-1)).toContain('1 would be created, 1 exists already. Nothing was sent.');
});

it('a check of SmartMove sends nothing at all and shows no card', async () => {
	const { parameters, items } = OPERATIONS['smartMove application createNative']!;
	const result = succeeded(
		await bench.run('smartMove', { ...parameters, checkOnly: true }, items(bench.control, 1)),
	);
	expect(Object.keys(result.output[0]?.json ?? {})).toEqual(['customerReference', 'wouldCreate']);
	expect(bench.arrived()).toEqual([]);
	expect(messages(result)).toContain('SmartMove, Custom: 1 would be ordered. Nothing was sent.');
});
