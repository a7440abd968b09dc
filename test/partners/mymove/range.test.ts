import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { jsonOf, queryOf, succeeded, useSimulator } from '../../support/useSimulator';

const bench = useSimulator();

type Options = Parameters<typeof bench.run>[3];
const leads = async (parameters: IDataObject = {}, items?: IDataObject[], options?: Options) =>
	await bench.run(
		'mymove',
		{ resource: 'lead', operation: 'getAll', returnAll: true, ...parameters } as INodeParameters,
		items,
		options,
	);
const between = (start: unknown, end: unknown, more: IDataObject = {}) =>
	({ timeRange: 'between', start, end, ...more }) as IDataObject;
const queries = () => bench.arrived().map(queryOf);

describe('the request', () => {
	it('is the documented one: bare token, and the content type although a GET has no body', async () => {
		succeeded(await leads());
		const [request] = bench.arrived();
		expect(request).toMatchObject({
			method: 'GET',
			path: '/mymove/v2/clients/11112222-3333-4444-5555-666677778888/leads?hrs=24',
			body: '',
		});
		expect(request!.headers).toMatchObject({
			'content-type': 'application/json',
			authorization: 'mymove-sim-token-0001',
		});
	});

	it.each([
		[{}, { hrs: '24' }],
		[{ timeRange: 'lastHours', hours: 3 }, { hrs: '3' }],
		[{ timeRange: 'lastDays' }, { days: '7' }],
		[{ timeRange: 'lastDays', days: 2 }, { days: '2' }],
		[
			between('2025-02-27T00:00:00Z', '2025-02-28T12:00:00Z'),
			{ start: '2025-02-27T00:00:00Z', end: '2025-02-28T12:00:00Z' },
		],
		[{ timeRange: 'all' }, {}],
	])('sends one form of range for %j', async (range, query) => {
		succeeded(await leads(range));
		expect(queries()).toEqual([query]);
	});

	it('sends one form even when fields of another are still filled in', async () => {
		succeeded(
			await leads({
				...between('2025-02-27T00:00:00Z', '2025-02-28T12:00:00Z'),
				timeRange: 'lastDays',
				days: 1,
				hours: 5,
			}),
		);
		expect(queries()).toEqual([{ days: '1' }]);
	});

	it('names the client of the credential, or the one given for this operation', async () => {
		const { error } = await leads({ options: { clientId: 'another-client' } });
		expect(bench.arrived()[0]!.path).toBe('/mymove/v2/clients/another-client/leads?hrs=24');
		expect(error).toMatchObject({ httpCode: '403' });
		expect(error?.message).toContain('does not open client another-client');
		expect(error?.description).toContain('has to belong to the access token');
	});

	it.each(['a/b', 'a?b', '..'])('sends nothing for the client ID %j', async (clientId) => {
		expect((await leads({ options: { clientId } })).error?.message).toContain(
			'Options → Client ID must be an ID',
		);
		expect(bench.arrived()).toEqual([]);
	});

	it('encodes the client ID of the credential, without the blanks around it', async () => {
		succeeded(await leads({}, [{}], { credential: { clientId: ' 11112222-3333-4444-5555-666677778888\n' } }));
		expect((await leads({}, [{}], { credential: { clientId: 'a/b' } })).error?.httpCode).toBe('403');
		expect(bench.arrived().at(-1)!.path).toBe('/mymove/v2/clients/a%2Fb/leads?hrs=24');
	});

	it('needs a client ID from somewhere', async () => {
		const { error } = await leads({}, [{}], { credential: { clientId: '={{ "" }}' } });
		expect(error?.message).toBe('The MYMOVE credential has no Client ID');
		expect(bench.arrived()).toEqual([]);
	});
});

describe('dates', () => {
	const sent = async (start: unknown, options: Options = {}, items: IDataObject[] = [{}]) => {
		succeeded(await leads(between(start, '2025-02-28T12:00:00Z'), items, options));
		return queries()[0]!.start;
	};

	it.each([
		['America/New_York', '2025-02-27T05:00:00Z'],
		['Europe/London', '2025-02-27T00:00:00Z'],
		['Asia/Kathmandu', '2025-02-26T18:15:00Z'],
	])('without a zone mean the workflow’s time zone, here %s', async (timezone, start) => {
		expect(await sent('2025-02-27T00:00:00', { timezone })).toBe(start);
	});

	it.each([
		['2025-02-27T00:00:00+02:00', '2025-02-26T22:00:00Z'],
		['2025-02-27T00:00:00.999Z', '2025-02-27T00:00:00Z'],
		['={{ $json.at }}', '2025-02-27T01:02:03Z'],
		['={{ new Date($json.at) }}', '2025-02-27T01:02:03Z'],
		['={{ DateTime.fromISO($json.at) }}', '2025-02-27T01:02:03Z'],
		['={{ DateTime.fromISO($json.at).setZone("Asia/Tokyo") }}', '2025-02-27T01:02:03Z'],
	])('%s is %s', async (start, expected) => {
		expect(await sent(start, { timezone: 'Europe/London' }, [{ at: '2025-02-27T01:02:03Z' }])).toBe(expected);
	});

	it.each([
		['2025-02-28T12:00:01Z', 'End must be later than Start'],
		['2025-02-28T12:00:00Z', 'End must be later than Start'],
		['={{ $json.nothing }}', 'Start must be filled in'],
		['next Tuesday', /^Start must be a date and time/],
		['2025-02-30T00:00:00Z', /^Start must be a date and time/],
		['2025-13-01T00:00:00Z', /^Start must be a date and time/],
	])('from %s are refused', async (start, message) => {
		const { error } = await leads(between(start, '2025-02-28T12:00:00Z'));
		expect(error?.name).toBe('NodeOperationError');
		expect(error?.message).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
		expect(bench.arrived()).toEqual([]);
	});
});

describe('Split by Day', () => {
	const RANGE = between('2025-02-25T18:30:00Z', '2025-02-28T06:00:00Z');
	const split = { options: { splitByDay: true } };

	it('asks for day after day, each beginning a second before the last one ended', async () => {
		succeeded(await leads({ ...RANGE, ...split }));
		expect(queries()).toEqual([
			{ start: '2025-02-25T18:30:00Z', end: '2025-02-26T18:30:00Z' },
			{ start: '2025-02-26T18:29:59Z', end: '2025-02-27T18:30:00Z' },
			{ start: '2025-02-27T18:29:59Z', end: '2025-02-28T06:00:00Z' },
		]);
	});

	it.each([true, false])(
		'brings the same leads as one request (end belongs to the window: %j)',
		async (endIncluded) => {
			// One lead a minute, so that some stand at the bounds of the slices.
			bench.control.mymove.setSwitches({ endIncluded, leadsPerDay: 1440, order: 'newestFirst' });
			for (const seam of ['2025-02-26T18:29:59Z', '2025-02-26T18:30:00Z', '2025-02-27T18:30:00Z'])
				bench.control.mymove.addLead({ created_at: seam });
			const whole = jsonOf(succeeded(await leads({ ...RANGE, simplify: false })).output);
			const pieces = jsonOf(succeeded(await leads({ ...RANGE, ...split, simplify: false })).output);
			expect(whole.length).toBeGreaterThan(3500);
			expect(pieces).toEqual(whole);
		},
	);

	it('asks for no further day once the limit is reached', async () => {
		const result = succeeded(await leads({ ...RANGE, ...split, returnAll: false, limit: 100 }));
		expect(result.output).toHaveLength(100);
		expect(queries()).toHaveLength(1);
		expect(result.hints).toHaveLength(1);
	});

	it.each([
		{ timeRange: 'lastDays', days: 3 },
		{ timeRange: 'lastHours', hours: 60 },
	])('covers %j up to now', async (range) => {
		const began = Date.now();
		bench.control.clock.set(new Date(began).toISOString());
		succeeded(await leads({ ...range, ...split }));
		const windows = queries();
		expect(windows).toHaveLength(3);
		const hours = 'days' in range ? 24 * range.days! : range.hours!;
		const near = (text: string | undefined, at: number) =>
			expect(Math.abs(Date.parse(text ?? '') - at)).toBeLessThan(30_000);
		near(windows[0]!.start, began - hours * 3_600_000);
		near(windows[2]!.end, began);
		for (const i of [1, 2])
			expect(Date.parse(windows[i]!.start!)).toBe(Date.parse(windows[i - 1]!.end!) - 1000);
	});

	it('is not for Everything, which has no beginning', async () => {
		const { error } = await leads({ timeRange: 'all', ...split });
		expect(error?.message).toBe('Options → Split by Day cannot be used with Everything');
		expect(bench.arrived()).toEqual([]);
	});
});
