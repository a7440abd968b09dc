import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { jsonOf, pairing, succeeded, useSimulator } from '../../support/useSimulator';

const bench = useSimulator();

const leads = async (parameters: IDataObject = {}, items?: IDataObject[]) =>
	await bench.run(
		'mymove',
		{ resource: 'lead', operation: 'getAll', returnAll: true, ...parameters } as INodeParameters,
		items,
	);
const raw = async (parameters: IDataObject = {}) =>
	jsonOf(succeeded(await leads({ simplify: false, ...parameters })).output);
const onlyAdded = () => bench.control.mymove.setSwitches({ leadsPerDay: 0 });

const iris = {
	offer_id: '00020001',
	created_at: '2025-03-01T08:00:00Z',
	first_name: 'Iris',
	last_name: 'Vane',
	email: 'iris.vane@example.test',
	move_date: '2025-04-01T00:00:00Z',
	new_housing_tenure: 'rent',
	new_address_1: '1 Sample Rd',
	new_address_2: 'Apt 2',
	new_city: 'Boston',
	new_state: 'MA',
	new_postal_code: '02108',
	new_postal_code_plus4: '0001',
	old_address_1: '2 Former Ln',
	old_address_2: '',
	old_city: 'Newark',
	old_state: 'NJ',
	old_postal_code: '07102',
	old_postal_code_plus4: '',
};

describe('leads', () => {
	it('come sorted by the time they opted in, whatever order they are sent in', async () => {
		const oldestFirst = await raw();
		bench.control.mymove.setSwitches({ order: 'newestFirst' });
		const again = await raw();
		expect(oldestFirst).toHaveLength(288);
		// Several leads share a second; their order within it is not promised.
		const times = again.map(({ created_at }) => String(created_at));
		expect(times).toEqual([...times].sort());
		expect(new Set(again.map(({ email }) => email))).toEqual(new Set(oldestFirst.map(({ email }) => email)));
	});

	it('keep their leading zeros: nothing becomes a number', async () => {
		onlyAdded();
		bench.control.mymove.addLead({ ...iris, old_postal_code_plus4: '0002' });
		expect(await raw()).toEqual([{ ...iris, old_postal_code_plus4: '0002' }]);
		expect(jsonOf(succeeded(await leads()).output)[0]).toMatchObject({
			offer_id: '00020001',
			new_postal_code: '02108',
		});
	});

	it('come in ten fields when simplified', async () => {
		bench.control.faults.add({ kind: 'status', status: 200, body: { leads: [iris] } });
		expect(jsonOf(succeeded(await leads()).output)).toEqual([
			{
				offer_id: '00020001',
				created_at: '2025-03-01T08:00:00Z',
				first_name: 'Iris',
				last_name: 'Vane',
				email: 'iris.vane@example.test',
				move_date: '2025-04-01',
				new_housing_tenure: 'rent',
				new_address: '1 Sample Rd, Apt 2, Boston, MA 02108-0001',
				new_postal_code: '02108',
				old_address: '2 Former Ln, Newark, NJ 07102',
			},
		]);
	});

	it.each(['2025-04-01T00:00:00Z', '2025-04-01T00:30:00+13:00', '2025-04-01T23:30:00-11:00', '2025-04-01'])(
		'keep their moving day as it is written, wherever this runs: %s',
		async (move_date) => {
			bench.control.faults.add({ kind: 'status', status: 200, body: { leads: [{ ...iris, move_date }] } });
			expect(jsonOf(succeeded(await leads()).output)).toMatchObject([{ move_date: '2025-04-01' }]);
		},
	);

	it('come once, however often MYMOVE sends one; two offers or two people of one second are two', async () => {
		onlyAdded();
		const whole = { ...iris, old_postal_code_plus4: '0002' };
		const otherOffer = { ...whole, offer_id: '00020002' };
		const otherTime = { ...whole, created_at: '2025-03-01T08:00:01Z' };
		const otherPerson = { ...whole, email: 'otto.vane@example.test' };
		for (const lead of [
			whole,
			{ ...whole, email: 'IRIS.Vane@example.test' },
			otherOffer,
			otherTime,
			otherPerson,
			whole,
		])
			bench.control.mymove.addLead(lead);
		expect(await raw()).toEqual([whole, otherOffer, otherPerson, otherTime]);
	});

	it('with fields missing or null go through as they are', async () => {
		const sparse = { created_at: '2025-03-01T08:00:00Z', email: null, new_city: null };
		bench.control.faults.add({ kind: 'status', status: 200, body: { leads: [{}, sparse] }, times: 2 });
		expect(await raw()).toEqual([sparse, {}]);
		expect(jsonOf(succeeded(await leads()).output)[0]).toMatchObject({
			created_at: '2025-03-01T08:00:00Z',
			new_address: '',
			email: null,
		});
	});

	it('are as many as come, also where nothing tells them apart but what else is said of them', async () => {
		const without = (name: keyof typeof iris) =>
			Array.from({ length: 25 }, (_, i) => ({ ...iris, [name]: null, first_name: `Iris ${i}` }));
		for (const name of ['offer_id', 'created_at', 'email'] as const) {
			const body = { leads: [...without(name), ...without(name)] };
			bench.control.faults.add({ kind: 'status', status: 200, body });
			expect(await raw()).toEqual(without(name));
		}
	});

	it.each([[[null]], [[{ ...iris }, null]], [['Iris']], [[[iris]]]])(
		'are not taken from a list of something else: %j',
		async (list) => {
			bench.control.faults.add({ kind: 'status', status: 200, body: { leads: list } });
			expect((await leads()).error?.message).toBe('MYMOVE answered with something else than a list of leads');
		},
	);

	it('are not returned in part where MYMOVE says that there are more', async () => {
		bench.control.faults.add({ kind: 'status', status: 200, body: { leads: [iris], nextPage: 2 } });
		expect((await leads()).error?.message).toContain('it says that there is more than the 1 it gave');
	});

	it('are none when there are none', async () => {
		onlyAdded();
		expect(await raw()).toEqual([]);
		bench.control.faults.add({ kind: 'status', status: 200, body: { leads: null } });
		expect(await raw()).toEqual([]);
	});

	it.each([[{ leads: 'none' }], [{}], ['"leads"']])('are not taken from %j', async (body) => {
		bench.control.faults.add({ kind: 'status', status: 200, body });
		expect((await leads()).error?.message).toContain('MYMOVE answered with something else than a list');
	});

	it('show the partner’s own words when they are refused, also in plain text', async () => {
		bench.control.faults.add({ kind: 'status', status: 400, body: 'hrs out of range' });
		expect((await leads()).error?.message).toBe('MYMOVE refuses the request: hrs out of range');
	});
});

describe('Limit', () => {
	it('lets 50 through unless told otherwise, the oldest, and says that there are more', async () => {
		const all = await raw();
		const result = succeeded(await leads({ simplify: false, returnAll: false }));
		expect(jsonOf(result.output)).toEqual(all.slice(0, 50));
		expect(result.hints).toEqual([
			expect.objectContaining({
				message: expect.stringMatching(/^There are more leads than Limit lets through/),
				location: 'outputPane',
			}),
		]);
	});

	it('says nothing when all fitted', async () => {
		bench.control.mymove.setSwitches({ leadsPerDay: 3 });
		const result = succeeded(await leads({ returnAll: false, limit: 3 }));
		expect(result.output).toHaveLength(3);
		expect(result.hints ?? []).toEqual([]);
	});

	it('holds for each item; every lead is paired with the item that asked for it', async () => {
		const { output } = succeeded(
			await leads({ returnAll: false, limit: '={{ $json.limit }}' }, [
				{ limit: 2 },
				{ limit: 1 },
				{ limit: 3 },
			]),
		);
		expect(pairing(output)).toEqual([0, 0, 1, 2, 2, 2]);
	});
});
