import { jsonOf, pairing, succeeded, useSimulator } from '../support/useSimulator';
import { missingCases, OPERATIONS, strayCases } from './cases';

const bench = useSimulator();
const MANY = 12;
const MIDDLE = 5;

describe('every operation that a node offers', () => {
	it('has a file that says how it is tried', () => {
		expect({ missing: missingCases }).toEqual({ missing: [] });
	});

	it('is there for every such file', () => {
		expect({ ofNoOperation: strayCases }).toEqual({ ofNoOperation: [] });
	});

	it('has an effect there exactly if it changes something', () => {
		const files = Object.values(OPERATIONS).map(({ file, writes, effect }) => ({ file, writes, effect }));
		const wants = files.filter(({ writes, effect }) => writes && !effect).map(({ file }) => file);
		const idle = files.filter(({ writes, effect }) => !writes && effect).map(({ file }) => file);
		expect({ needsEffect: wants, hasEffectButNoChanges: idle }).toEqual({
			needsEffect: [],
			hasEffectButNoChanges: [],
		});
	});
});

describe.each(Object.entries(OPERATIONS))('%s', (_, operation) => {
	const { partner, parameters, operationId, bad, belongs } = operation;
	const good = (count: number) => operation.items(bench.control, count);
	const withBadInTheMiddle = () => {
		const items = good(MANY);
		items[MIDDLE] = { ...bad.item, mark: 'bad' };
		return items;
	};
	const { single } = operation;
	const others = Array.from({ length: MANY }, (__, i) => i).filter((i) => i !== MIDDLE);

	it('handles one item with one request and one decryption', async () => {
		const items = good(1);
		const { output, credentialReads } = succeeded(await bench.run(partner, parameters, items));
		expect(output).toHaveLength(1);
		expect(pairing(output)).toEqual([0]);
		expect(belongs(output[0]!.json, items[0]!)).toBe(true);
		expect(bench.arrived(operationId)).toHaveLength(1);
		expect(credentialReads).toBe(1);
	});

	it('does nothing for no items', async () => {
		const { output, status } = await bench.run(partner, parameters, []);
		expect({ output, status }).toEqual({ output: [], status: 'success' });
		expect(bench.arrived()).toEqual([]);
	});

	it('sends nothing for an item with a bad value, and names the field', async () => {
		const { error, output } = await bench.run(partner, parameters, [bad.item]);
		expect(error?.name).toBe('NodeOperationError');
		expect(error?.message).toContain(bad.label);
		// There is only one.
		expect(error?.message).not.toContain('[item');
		expect(error?.context.itemIndex).toBe(0);
		expect(error?.description).toContain('Nothing was sent');
		expect(output).toEqual([]);
		expect(bench.arrived()).toEqual([]);
	});

	if (single) {
		it('takes one item, and says what to do with more', async () => {
			const { error } = await bench.run(partner, parameters, good(2));
			expect(error?.message).toContain('takes one item, and there are 2');
			expect(error?.description).toMatch(/Loop Over Items.*Trigger.*Nothing was sent/);
			expect(bench.arrived()).toEqual([]);
		});
		return;
	}

	it('handles many items, in their order and paired, whichever answer comes first', async () => {
		const items = good(MANY);
		bench.control.faults.add({ kind: 'latency', ms: 40, operationId, skip: 2, times: 1 });
		const { output, credentialReads } = succeeded(await bench.run(partner, parameters, items));
		expect(pairing(output)).toEqual(items.map((__, i) => i));
		expect(output.filter(({ json }, i) => !belongs(json, items[i]!))).toEqual([]);
		expect(credentialReads).toBe(1);
	});

	it('stops at a failing item and says which', async () => {
		const { error, output } = await bench.run(partner, parameters, withBadInTheMiddle());
		expect(error?.context.itemIndex).toBe(MIDDLE);
		expect(error?.message).toContain(`[item ${MIDDLE}]`);
		expect(output).toEqual([]);
	});

	it('goes on past a failing item under "Continue"', async () => {
		const items = withBadInTheMiddle();
		const { error, output } = await bench.run(partner, parameters, items, {
			onError: 'continueRegularOutput',
		});
		expect(error).toBeUndefined();
		expect(pairing(output)).toEqual(items.map((__, i) => i));
		expect(output[MIDDLE]!.json).toMatchObject({
			...bad.item,
			mark: 'bad',
			error: expect.stringContaining(bad.label),
		});
		expect(output[MIDDLE]!.json.details).toMatchObject({
			fields: [bad.label],
			description: expect.stringContaining('Nothing was sent'),
		});
		expect(others.filter((i) => !belongs(output[i]!.json, items[i]!))).toEqual([]);
	});

	it('sends a failing item out by the error output', async () => {
		const items = withBadInTheMiddle();
		const { error, output, errorOutput } = await bench.run(partner, parameters, items, {
			onError: 'continueErrorOutput',
		});
		expect(error).toBeUndefined();
		expect(pairing(output)).toEqual(others);
		expect(output.filter(({ json }, i) => !belongs(json, items[others[i]!]!))).toEqual([]);
		expect(pairing(errorOutput)).toEqual([MIDDLE]);
		expect(jsonOf(errorOutput)).toEqual([
			{
				...bad.item,
				mark: 'bad',
				error: expect.stringContaining(bad.label),
				details: expect.objectContaining({ fields: [bad.label] }),
			},
		]);
	});
});
