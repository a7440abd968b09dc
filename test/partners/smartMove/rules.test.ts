import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { bodyOf, succeeded, useSimulator } from '../../support/useSimulator';
import { CARD, HOME, LANDLORD, NATIVE, paid } from './order';

const bench = useSimulator();

type Part = 'card' | 'landlord' | 'property';
const PARTS: Record<Part, [label: string, values: IDataObject]> = {
	card: ['Credit Card', CARD],
	landlord: ['Landlord', LANDLORD],
	property: ['Property', HOME],
};

const order = async (change: IDataObject = {}) =>
	await bench.run('smartMove', { ...paid(), ...change } as INodeParameters);
/** An order with some values of one part changed. */
const withPart = async (part: Part, change: IDataObject) => {
	const values = Object.entries({ ...PARTS[part][1], ...change });
	// As expressions, because n8n itself refuses an empty required field before it runs the node.
	const asExpressions = values.map(([key, value]) => [key, `={{ ${JSON.stringify(value)} }}`]);
	return await order({ [part]: { values: Object.fromEntries(asExpressions) as IDataObject } });
};
const refuses = ({ error }: Awaited<ReturnType<typeof order>>, message: string) => {
	expect(error?.message).toBe(`${message}`);
	expect(error?.name).toBe('NodeOperationError');
	expect(error?.description).toContain('Nothing was sent to SmartMove');
	expect(bench.arrived()).toEqual([]);
};

/** Every text with a limit: part, key, label, most characters. */
const LIMITS: Array<[Part, string, string, number]> = [
	['card', 'firstName', 'First Name', 50],
	['card', 'lastName', 'Last Name', 50],
	['landlord', 'LandlordFirstName', 'First Name', 50],
	['landlord', 'LandlordLastName', 'Last Name', 50],
	['landlord', 'LandlordStreetAddressLineOne', 'Street Address', 100],
	['landlord', 'LandlordStreetAddressLineTwo', 'Street Address Line 2', 100],
	['landlord', 'LandlordCity', 'City', 100],
	['landlord', 'LandlordPhoneExtension', 'Phone Extension', 6],
	['property', 'PropertyName', 'Property Name', 50],
	['property', 'Street', 'Street', 100],
	['property', 'UnitNumber', 'Unit Number', 50],
	['property', 'City', 'City', 50],
];

/** Every required field of a native order. */
const NEEDED: Array<[Part, string, string]> = [
	...LIMITS.filter(
		([, key]) => !['LandlordStreetAddressLineTwo', 'LandlordPhoneExtension'].includes(key),
	).map(([part, key, label]): [Part, string, string] => [part, key, label]),
	['card', 'cardNumber', 'Card Number'],
	['card', 'cardSecurity', 'Security Code'],
	['card', 'expireMonth', 'Expiry Month'],
	['card', 'expireYear', 'Expiry Year'],
	['landlord', 'LandlordEmail', 'Email'],
	['landlord', 'LandlordPhoneNumber', 'Phone Number'],
	['landlord', 'LandlordState', 'State'],
	['landlord', 'LandlordZip', 'ZIP Code'],
	['property', 'State', 'State'],
	['property', 'Zip', 'ZIP Code'],
];

describe('a limit', () => {
	it.each(LIMITS)('of %s %s (%s) is %d characters', async (part, key, label, most) => {
		succeeded(await withPart(part, { [key]: 'x'.repeat(most) }));
		bench.control.clearJournal();
		const text = `must have at most ${most} characters, not ${most + 1}`;
		refuses(await withPart(part, { [key]: 'x'.repeat(most + 1) }), `${PARTS[part][0]} → ${label} ${text}`);
	});

	it('of the customer reference is 100 characters', async () => {
		succeeded(await order({ customerReference: 'c'.repeat(100) }));
		bench.control.clearJournal();
		const text = 'Customer Reference must have at most 100 characters, not 101';
		refuses(await order({ customerReference: 'c'.repeat(101) }), text);
	});

	it('of a card number is 16 digits, of its code 5, and neither is repeated', async () => {
		const card = await withPart('card', { cardNumber: '4000 0000 0000 0000 3' });
		refuses(card, 'Credit Card → Card Number must have at most 16 characters, not 17');
		const code = await withPart('card', { cardSecurity: '123456' });
		refuses(code, 'Credit Card → Security Code must have at most 5 characters, not 6');
	});

	it('of the landlord’s email and of a phone number holds, too', async () => {
		const email = `${'x'.repeat(90)}@example.test`;
		const long = await withPart('landlord', { LandlordEmail: email });
		refuses(long, 'Landlord → Email must have at most 100 characters, not 103');
		const phone = await withPart('landlord', { LandlordPhoneNumber: '1234567890123456' });
		refuses(phone, 'Landlord → Phone Number must have at most 15 characters, not 16');
	});
});

describe('what is needed', () => {
	it.each(NEEDED)('is %s %s (%s): where it is blank, nothing is sent', async (part, key, label) => {
		for (const blank of [undefined, '', '  ', null]) {
			refuses(await withPart(part, { [key]: blank }), `${PARTS[part][0]} → ${label} must be filled in`);
		}
	});

	it.each([
		[{ customerReference: '={{ " " }}' }, 'Customer Reference must be filled in'],
		[{ applicants: '={{ "" }}' }, 'Applicant Emails must be filled in'],
		[{ applicants: '={{ [] }}' }, 'Applicant Emails must be filled in'],
		[{ landlord: {} }, 'Landlord must be added'],
		[{ property: {} }, 'Property must be added'],
		[{ card: {} }, 'Credit Card must be added'],
	])('is what %j has not', async (change, message) => refuses(await order(change), message));

	it.each([false, '', null])('is the agreement, which %j does not accept', async (agreement) => {
		const message =
			'FCRA Agreement Accepted must be turned on: the landlord has to accept it before anything is ordered';
		refuses(await order({ agreement: `={{ ${JSON.stringify(agreement)} }}` }), message);
	});

	it('is the agreement: it is not ticked unless somebody ticks it', async () => {
		const { agreement: _, ...unticked } = NATIVE;
		const { error } = await bench.run('smartMove', unticked);
		expect(error?.message).toContain('FCRA Agreement Accepted must be turned on');
	});

	it('is said all at once', async () => {
		const { error } = await order({
			agreement: false,
			applicants: 'nobody',
			landlord: { values: { ...LANDLORD, LandlordState: 'New York' } },
			card: { values: { ...CARD, cardType: '={{ "diners" }}', expireMonth: '13' } },
		});
		expect(error?.message).toBe(
			'5 values need correcting: Applicant Emails, Landlord → State, Credit Card → Card Type, Credit Card → Expiry Month, FCRA Agreement Accepted',
		);
		expect(error?.description).toContain(
			'Credit Card → Card Type must be one of amex, discover, mastercard, visa',
		);
		expect(bench.arrived()).toEqual([]);
	});
});

describe('the shape', () => {
	const DIGITS = 'Landlord → Phone Number must be digits, like 5185550100';
	const ZIP = 'ZIP Code must be a ZIP code of five digits, like 12207';
	const STATE = 'State must be the two letters of a US state, like NY';

	it.each([
		['card', { cardType: 'Visa' }, 'Credit Card → Card Type must be one of amex, discover, mastercard, visa'],
		['card', { cardNumber: '4000x00000000000' }, 'Credit Card → Card Number must be digits'],
		['card', { cardSecurity: '98a' }, 'Credit Card → Security Code must be digits'],
		['card', { expireMonth: '1' }, 'Credit Card → Expiry Month must be two digits from 01 to 12'],
		['card', { expireMonth: '00' }, 'Credit Card → Expiry Month must be two digits from 01 to 12'],
		['card', { expireYear: '31' }, 'Credit Card → Expiry Year must be four digits, like 2031'],
		['landlord', { LandlordState: 'NYC' }, `Landlord → ${STATE}`],
		['landlord', { LandlordZip: '1220' }, `Landlord → ${ZIP}`],
		['landlord', { LandlordZip: '12207-1234' }, `Landlord → ${ZIP}`],
		['landlord', { LandlordPhoneNumber: 'five' }, DIGITS],
		['landlord', { LandlordPhoneNumber: '518 555 0100 ext 7' }, DIGITS],
		[
			'landlord',
			{ LandlordEmail: 'lee' },
			'Landlord → Email must be one email address, like kim@example.test',
		],
		['property', { State: '12' }, `Property → ${STATE}`],
		['property', { Zip: 'ABCDE' }, `Property → ${ZIP}`],
		[
			'property',
			{ Classification: 'Other' },
			'Property → Classification must be one of Conventional, Subsidized',
		],
	] as Array<[Part, IDataObject, string]>)('of %s %j is not right', async (part, change, message) =>
		refuses(await withPart(part, change), message),
	);

	it.each([
		['nobody', 'Applicant Emails'],
		['pat@example.test; sam@example.test', 'Applicant Emails'],
		['pat@example.test, , sam@example.test', 'Applicant Emails'],
		["={{ ['pat@example.test', 'sam'] }}", 'Applicant Emails'],
	])('of the applicants %j is not right', async (applicants, label) => {
		const { error } = await order({ applicants });
		expect(error?.message).toMatch(new RegExp(`^${label} must be `));
		expect(bench.arrived()).toEqual([]);
	});

	it('of a hosted order is checked by the same rules', async () => {
		const { error } = await bench.run('smartMove', {
			resource: 'application',
			operation: 'create',
			customerReference: 'cust-42',
			additionalFields: {
				applicants: 'nobody',
				landlord: { values: { LandlordZip: '1', LandlordFirstName: 'x'.repeat(51) } },
				property: { values: { State: 'Texas' } },
				screening: { values: { declineForOpenBankruptcies: true, openBankruptcyWindow: 121 } },
				postbackUri: 'hooks.example.test',
			},
		} as INodeParameters);
		for (const label of [
			'Applicant Emails',
			'Landlord → ZIP Code',
			'Landlord → First Name',
			'Property → State',
			'Screening → Bankruptcy Window (Months)',
			'Postback URL',
		]) {
			expect(error?.message).toContain(`Additional Fields → ${label}`);
		}
		expect(bench.arrived()).toEqual([]);
	});

	it('is set right where it can be: a state in small letters', async () => {
		const states = {
			landlord: { values: { ...LANDLORD, LandlordState: ' ny' } },
			property: { values: { ...HOME, State: 'Tx' } },
		};
		succeeded(await order(states));
		succeeded(
			await bench.run('smartMove', {
				resource: 'application',
				operation: 'create',
				customerReference: 'cust-42',
				additionalFields: states,
			} as INodeParameters),
		);
		expect(
			bench.arrived().map((request) => (bodyOf(request) as Record<string, IDataObject>).Property),
		).toEqual([
			expect.objectContaining({ LandlordState: 'NY', State: 'TX' }),
			expect.objectContaining({ LandlordState: 'NY', State: 'TX' }),
		]);
	});

	it('is set right where it can be: blanks, dashes and dots of a phone number, a list of applicants', async () => {
		const landlord = {
			values: { ...LANDLORD, LandlordPhoneNumber: ' (518) 555-01.00 ', LandlordZip: '={{ "12207" }}' },
		};
		const applicants = '={{ ["pat.renter@example.test", " sam.renter@example.test "] }}';
		succeeded(await order({ landlord, applicants }));
		const { Property, Application } = bodyOf(bench.arrived()[0]) as Record<string, IDataObject>;
		expect(Property).toMatchObject({ LandlordPhoneNumber: '5185550100', LandlordZip: '12207' });
		expect(Application!.Applicants).toEqual(['pat.renter@example.test', 'sam.renter@example.test']);
	});
});
