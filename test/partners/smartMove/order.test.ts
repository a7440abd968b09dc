import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { bodyOf, jsonOf, succeeded, useSimulator } from '../../support/useSimulator';
import { CARD, HOME, LANDLORD, NATIVE, paid } from './order';

const bench = useSimulator();

const URI = 'https://hooks.example.test/x';
const native = async (parameters: IDataObject = {}, items?: IDataObject[], credential?: IDataObject) =>
	await bench.run('smartMove', { ...NATIVE, ...parameters } as INodeParameters, items, { credential });
const hosted = async (additionalFields: IDataObject = {}, credential?: IDataObject) =>
	await bench.run(
		'smartMove',
		{
			resource: 'application',
			operation: 'create',
			customerReference: 'cust-42',
			additionalFields,
		} as INodeParameters,
		[{}],
		{ credential },
	);
const sent = () => bodyOf(bench.arrived().at(-1));

describe('a native order', () => {
	it('is the documented request with the key in its header, and returns the number of the application', async () => {
		const { output } = succeeded(await native());
		expect(jsonOf(output)).toEqual([
			{ applicationId: 70_001, customerReference: 'cust-42', orderReference: null },
		]);
		expect(bench.lines()).toEqual(['POST /smartmove/api/smartmove/application/create/embedded']);
		expect(bench.arrived()[0]!.headers).toMatchObject({
			'x-apikey': '5a3e0000-1111-2222-3333-444455556666',
			'content-type': 'application/json',
		});
		expect(sent()).toEqual({
			Product: 'PackageCorePlusEviction',
			Application: {
				Applicants: ['pat.renter@example.test'],
				LandlordPays: false,
				declineForOpenBankruptcies: false,
				openBankruptcyWindow: 0,
			},
			Customer: { referenceId: 'cust-42' },
			Property: { ...LANDLORD, ...HOME, IsFcraAgreementAccepted: true },
		});
	});

	it('carries everything there is, each under its own key', async () => {
		const landlord = { ...LANDLORD, LandlordPhoneExtension: '77', LandlordStreetAddressLineTwo: 'Floor 2' };
		const property = { ...HOME, Classification: 'Subsidized' };
		const additionalFields = {
			postbackUri: URI,
			referenceId: 'order-9',
			referenceText: 'spring',
			sendCustomerReceipt: true,
		};
		const { output } = succeeded(
			await native({
				...paid(),
				applicants: 'pat.renter@example.test, sam.renter@example.test',
				landlord: { values: landlord },
				property: { values: property },
				declineForOpenBankruptcies: true,
				openBankruptcyWindow: 36,
				additionalFields,
			}),
		);
		expect(output[0]!.json).toMatchObject({ orderReference: 'order-9' });
		expect(sent()).toEqual({
			Product: 'PackageCorePlusEviction',
			Application: {
				Applicants: ['pat.renter@example.test', 'sam.renter@example.test'],
				LandlordPays: true,
				declineForOpenBankruptcies: true,
				openBankruptcyWindow: 36,
			},
			Customer: { referenceId: 'cust-42' },
			Property: { ...landlord, ...property, IsFcraAgreementAccepted: true },
			// As the simulator's journal shows a card.
			CreditCard: { ...CARD, cardNumber: '************0000', cardSecurity: '***' },
			RequestParameters: {
				...additionalFields,
				postback_username: 'sim.postback',
				postback_password: 'sim-postback-0001',
			},
		});
	});

	it.each([
		['number', 70_001],
		['string', 70_001],
		['object', 70_001],
	] as const)('returns the number when it comes as %s', async (applicationIdAs, applicationId) => {
		bench.control.smartMove.setSwitches({ applicationIdAs });
		expect(succeeded(await native()).output[0]!.json.applicationId).toBe(applicationId);
	});

	it.each([
		[{ applicationId: 7 }, 7],
		[{ data: { ApplicationId: '8' } }, 8],
		[{ data: 9 }, 9],
		['"70001"', 70_001],
		[' 70001\n', 70_001],
		['000123', '000123'],
		['"9007199254740993"', '9007199254740993'],
	])('returns the number out of %j', async (body, applicationId) => {
		bench.control.faults.add({ kind: 'status', status: 200, body });
		expect(succeeded(await native()).output[0]!.json.applicationId).toBe(applicationId);
	});

	it.each([
		[{}],
		[{ data: null }],
		['thank you', ': thank you'],
		['null'],
		[{ ApplicationId: -1 }],
		[{ ApplicationId: 1.5 }],
		[{ ApplicationId: 0 }],
		['"000"', ': 000'],
		// JavaScript has rounded it before the node could read it.
		['9007199254740993'],
		[{ message: 'Out of screenings' }, ': Out of screenings'],
		[{ success: true }],
	])('may have been placed when the answer is %j', async (body, said = '') => {
		bench.control.faults.add({ kind: 'status', status: 200, body });
		const { error } = await native();
		expect(error?.message).toBe(`SmartMove answered with something else than an application ID${said}`);
		expect(error?.description).toContain('look there before you run this item again');
		expect(bench.arrived()).toHaveLength(1);
	});

	it('may have been placed when the answer is nothing', async () => {
		bench.control.faults.add({ kind: 'status', status: 204, body: '' });
		const { error } = await native();
		expect(error?.message).toBe('SmartMove answered with nothing');
		expect(error?.description).toContain('look there before you run this item again');
	});

	it.each([
		['false', 'it answered "false"'],
		['0', 'it answered "0"'],
		[{ Success: false, Message: 'The card was declined' }, 'The card was declined'],
	])('is refused when the answer is %j, and so is a link', async (body, words) => {
		for (const order of [native, hosted]) {
			bench.control.faults.add({ kind: 'status', status: 200, body });
			const { error } = await order();
			expect(error?.message).toBe(`SmartMove refuses the request: ${words}`);
			expect(error?.description).not.toContain('carried out');
		}
	});

	it.each([{ kind: 'dropAfter' }, { kind: 'status', status: 500, body: {} }] as const)(
		'is never sent twice (%j)',
		async (fault) => {
			bench.control.faults.add(fault);
			const { error } = await native();
			expect(error?.description).toContain('It may have been carried out all the same');
			expect(bench.arrived()).toHaveLength(1);
		},
	);

	it('is refused in SmartMove’s words', async () => {
		const declined = await native(paid({ cardNumber: '4000000000000002' }));
		expect(declined.error?.message).toBe('SmartMove refuses the request: The credit card was declined.');
		const twice = await native({ applicants: ['pat.renter@example.test', 'Pat.Renter@example.test'] });
		expect(twice.error?.message).toContain('pat.renter@example.test is on the application twice.');
		expect(bench.control.state().partners.smartMove.applications).toEqual([]);
	});
});

describe('the card', () => {
	it('goes along only when the landlord pays', async () => {
		succeeded(await native({ ...paid(), LandlordPays: '={{ $json.pays }}' }, [{ pays: false }]));
		expect(sent()).not.toHaveProperty('CreditCard');
		succeeded(await native({ ...paid(), LandlordPays: '={{ $json.pays }}' }, [{ pays: true }]));
		expect(sent()).toHaveProperty('CreditCard');
	});

	it('has to be there when the landlord pays', async () => {
		const { error } = await native({ LandlordPays: '={{ true }}' });
		expect(error?.message).toBe('Credit Card must be added');
		expect(bench.arrived()).toEqual([]);
	});

	it.each([15, 16])('may have %d digits', async (length) => {
		const [number, cardType] =
			length === 15 ? ['340000000000000', 'amex'] : ['5555555555554444', 'mastercard'];
		succeeded(await native(paid({ cardNumber: number, cardType, cardSecurity: '1234' })));
	});
});

describe('the bankruptcy window', () => {
	const order = async (openBankruptcyWindow: number | string, on = true) =>
		await native({ declineForOpenBankruptcies: on, openBankruptcyWindow });

	it.each([6, 24, 120, '12'])('may be %j months', async (months) => {
		succeeded(await order(months));
		expect(sent().Application).toMatchObject({
			declineForOpenBankruptcies: true,
			openBankruptcyWindow: Number(months),
		});
	});

	it.each([
		[5, 'must be 6 or more'],
		[0, 'must be 6 or more'],
		[121, 'must be 120 or less'],
		[6.5, 'must be a whole number'],
		['={{ "" }}', 'must be filled in'],
	])('may not be %j', async (months, problem) => {
		expect((await order(months)).error?.message).toBe(`Bankruptcy Window (Months) ${problem}`);
		expect(bench.arrived()).toEqual([]);
	});

	it.each([5, 24, 121])('is 0 where nobody is declined for it, whatever it says (%d)', async (months) => {
		succeeded(await order(months, false));
		expect(sent().Application).toMatchObject({ declineForOpenBankruptcies: false, openBankruptcyWindow: 0 });
	});
});

describe('a hosted order', () => {
	it('needs the customer alone, and returns the link as it came', async () => {
		const { output } = succeeded(await hosted());
		expect(sent()).toEqual({ Customer: { referenceId: 'cust-42' } });
		expect(bench.lines()).toEqual(['POST /smartmove/api/smartmove/application/create']);
		const { url } = output[0]!.json;
		expect(output[0]!.json).toEqual({ url, customerReference: 'cust-42', orderReference: null });
		expect(bench.control.smartMove.finishHosted({ url: String(url) })).toMatchObject({
			applicationId: 70_001,
			customerReference: 'cust-42',
		});
	});

	it('fills in beforehand what is known, and nothing else', async () => {
		succeeded(
			await hosted({
				applicants: 'pat.renter@example.test',
				landlord: { values: { LandlordFirstName: 'Lee', LandlordState: '', LandlordZip: '12207' } },
				property: { values: { Street: '9 Elm St', Classification: 'Subsidized' } },
				product: 'PackageCorePlusEviction',
				referenceId: 'order-9',
				screening: {
					values: { LandlordPays: true, declineForOpenBankruptcies: true, openBankruptcyWindow: 6 },
				},
			}),
		);
		expect(sent()).toEqual({
			Product: 'PackageCorePlusEviction',
			Application: {
				Applicants: ['pat.renter@example.test'],
				LandlordPays: true,
				declineForOpenBankruptcies: true,
				openBankruptcyWindow: 6,
			},
			Customer: { referenceId: 'cust-42' },
			Property: {
				LandlordFirstName: 'Lee',
				LandlordZip: '12207',
				Street: '9 Elm St',
				Classification: 'Subsidized',
			},
			RequestParameters: { referenceId: 'order-9' },
		});
	});

	it.each(['https://screen.example.test/a?b=c', '"https://screen.example.test/a?b=c"'])(
		'takes the link from %j',
		async (body) => {
			bench.control.faults.add({ kind: 'status', status: 200, body });
			expect(succeeded(await hosted()).output[0]!.json.url).toBe('https://screen.example.test/a?b=c');
		},
	);

	it.each([{}, { url: 7 }, 'null', 'javascript:alert(1)', 'Thank you'])(
		'takes %j for no link',
		async (body) => {
			bench.control.faults.add({ kind: 'status', status: 200, body });
			expect((await hosted()).error?.message).toContain('something else than a link');
		},
	);
});

describe('the postback', () => {
	const orders = {
		native: async (more: IDataObject, credential?: IDataObject) =>
			await native({ additionalFields: more }, [{}], credential),
		hosted,
	};
	const kinds = Object.entries(orders);

	it.each(kinds)('brings user and password of the credential along (%s)', async (_, order) => {
		const { output } = succeeded(await order({ postbackUri: URI }));
		expect(sent().RequestParameters).toEqual({
			postbackUri: URI,
			postback_username: 'sim.postback',
			postback_password: 'sim-postback-0001',
		});
		expect(JSON.stringify(output)).not.toContain('sim-postback-0001');
	});

	it.each(kinds)('takes them without blanks around them (%s)', async (_, order) => {
		succeeded(await order({ postbackUri: URI }, { postbackUser: ' lee ', postbackPassword: 'secret\n' }));
		expect(sent().RequestParameters).toMatchObject({ postback_username: 'lee', postback_password: 'secret' });
	});

	it.each([
		{ postbackUser: '', postbackPassword: '' },
		{ postbackUser: 'lee', postbackPassword: ' ' },
		{ postbackUser: '', postbackPassword: 'secret-0001' },
	])('brings neither where one is missing: %j', async (credential) => {
		for (const [, order] of kinds) {
			succeeded(await order({ postbackUri: URI }, credential));
			expect(sent().RequestParameters).toEqual({ postbackUri: URI });
		}
	});

	it.each(kinds)(
		'that is not wanted takes no user and password along; references say so (%s)',
		async (_, order) => {
			const result = succeeded(await order({ referenceId: 'order-9', referenceText: 'spring' }));
			expect(sent().RequestParameters).toEqual({ referenceId: 'order-9', referenceText: 'spring' });
			const aboutPostbacks = expect.objectContaining({
				message: expect.stringContaining('this order has no Postback URL'),
			});
			expect(result.hints).toEqual([aboutPostbacks, expect.anything()]);
			expect((await order({})).hints).not.toContainEqual(aboutPostbacks);
			expect(sent()).not.toHaveProperty('RequestParameters');
		},
	);
});

it('sends references as texts, also when expressions yield numbers', async () => {
	const additionalFields = { referenceId: '={{ 9 }}', referenceText: '={{ 2025 }}' };
	succeeded(await native({ customerReference: '={{ 42 }}', additionalFields }));
	expect(sent().Customer).toEqual({ referenceId: '42' });
	expect(sent().RequestParameters).toEqual({ referenceId: '9', referenceText: '2025' });
});
