import type { INodeParameters } from 'n8n-workflow';

import { bodyOf, succeeded, useSimulator } from '../../support/useSimulator';
import { ALL_FIELDS, asJson, changed, DOCUMENTED } from './referrals';

const bench = useSimulator();

const A31 = 'a'.repeat(31);
const people = (count: number) => Array.from({ length: count }, () => DOCUMENTED.customers[0]!);

interface Breach {
	/** Path in the documented payload, and a value there that breaks the rule. */
	json: [path: string, value: unknown];
	/** The same in the parameters of the panel. */
	panel?: [path: string, value: unknown];
	/** The field’s label in the panel, and the problem that is reported. */
	label: string;
	problem: string;
}

const theCase = (key: string, value: unknown) =>
	({ json: [`cases.0.${key}`, value], panel: [key, value] }) as Pick<Breach, 'json' | 'panel'>;
const both = (path: string, value: unknown) =>
	({ json: [path, value], panel: [path, value] }) as Pick<Breach, 'json' | 'panel'>;
const customer = (n: number, key: string, value: unknown) =>
	({ json: [`customers.${n}.${key}`, value], panel: [`customers.values.${n}.${key}`, value] }) as Pick<
		Breach,
		'json' | 'panel'
	>;
const additional = (group: string, key: string, value: unknown) =>
	({ json: [`${group}.${key}`, value], panel: [`additionalFields.${group}.values.${key}`, value] }) as Pick<
		Breach,
		'json' | 'panel'
	>;
const blank = '={{ "" }}';

const BREACHES: Record<string, Breach> = {
	'a 31-character integration reference': {
		...theCase('uniqueIntegrationReference', A31),
		label: 'Integration Reference',
		problem: 'must have at most 30 characters, not 31',
	},
	'a 31-character customer reference': {
		...theCase('uniqueCustomerReference', A31),
		label: 'Customer Reference',
		problem: 'must have at most 30 characters, not 31',
	},
	'no product': { ...theCase('productCode', blank), label: 'Product Code', problem: 'must be filled in' },
	'a negative fee': {
		...theCase('totalFeeInclVAT', -0.01),
		label: 'Total Fee Including VAT',
		problem: 'must be 0 or more',
	},
	'a fee that is no number': {
		...theCase('totalFeeInclVAT', '={{ "1,250" }}'),
		label: 'Total Fee Including VAT',
		problem: 'must be a number',
	},
	'a negative fee of one’s own': {
		json: ['cases.0.yourFeeInclVAT', -1],
		panel: ['additionalFields.yourFeeInclVAT', -1],
		label: 'Your Fee Including VAT',
		problem: 'must be 0 or more',
	},
	'no total although no lead': {
		...theCase('totalFeeInclVAT', undefined),
		label: 'Total Fee Including VAT',
		problem: 'must be filled in unless it is sent as a lead',
	},
	'a lead with a total': {
		json: ['cases.0.isLead', true],
		label: 'Total Fee Including VAT',
		problem: 'must be empty for a lead',
	},
	'a lead with a total of nothing': {
		json: ['cases.0', { productCode: 'X', isLead: true, totalFeeInclVAT: 0, uniqueCustomerReference: 'C' }],
		label: 'Total Fee Including VAT',
		problem: 'must be empty for a lead',
	},
	'an age band and a year': {
		json: ['propertyAgeCode', 'TENTOFIFTYYEARS'],
		label: 'Year Built',
		problem: 'must be empty when an age code is given',
	},
	'half a year': { ...both('yearBuilt', 1998.5), label: 'Year Built', problem: 'must be a whole number' },
	'no first line of the address': {
		json: ['propertyAddress.addressLine1', blank],
		panel: ['propertyAddress.values.addressLine1', blank],
		label: 'Property Address → Address Line 1',
		problem: 'must be filled in',
	},
	'no postcode': {
		json: ['propertyAddress.postcode', blank],
		panel: ['propertyAddress.values.postcode', blank],
		label: 'Property Address → Postcode',
		problem: 'must be filled in',
	},
	'half a correspondence address': {
		...additional('correspondenceAddress', 'postcode', blank),
		label: 'Correspondence Address → Postcode',
		problem: 'must be filled in',
	},
	'no customer': {
		json: ['customers', []],
		panel: ['customers', {}],
		label: 'Customers',
		problem: 'must be',
	},
	'five customers': {
		json: ['customers', people(5)],
		panel: ['customers.values', people(5)],
		label: 'Customers',
		problem: '4, not 5',
	},
	'a malformed email': {
		...customer(1, 'emailAddress', 'lee at example'),
		label: 'Customers 2 → Email',
		problem: 'must be one email address',
	},
	'an email of 101 characters': {
		...customer(1, 'emailAddress', `${'a'.repeat(89)}@example.test`),
		label: 'Customers 2 → Email',
		problem: 'must have at most 100 characters, not 102',
	},
	'a malformed telephone number': {
		...customer(0, 'telephoneNumber', '01234-567890'),
		label: 'Customers 1 → Telephone Number',
		problem: 'must be a telephone number',
	},
	'a telephone number of letters': {
		...customer(1, 'telephoneNumber', 'ask Kim'),
		label: 'Customers 2 → Telephone Number',
		problem: 'must be a telephone number',
	},
	'no email of the first customer': {
		...customer(0, 'emailAddress', undefined),
		label: 'Customers 1 → Email',
		problem: 'must be filled in for the first customer',
	},
	'no telephone number of the first customer': {
		...customer(0, 'telephoneNumber', undefined),
		label: 'Customers 1 → Telephone Number',
		problem: 'must be filled in for the first customer',
	},
	'no first name': {
		...customer(1, 'firstName', blank),
		label: 'Customers 2 → First Name',
		problem: 'must be filled in',
	},
	'no last name': {
		...customer(1, 'lastName', blank),
		label: 'Customers 2 → Last Name',
		problem: 'must be filled in',
	},
	'a title of 21 characters': {
		...customer(1, 'title', 'T'.repeat(21)),
		label: 'Customers 2 → Title',
		problem: 'must have at most 20 characters, not 21',
	},
	'a name of 51 characters': {
		...customer(1, 'lastName', 'L'.repeat(51)),
		label: 'Customers 2 → Last Name',
		problem: 'must have at most 50 characters, not 51',
	},
	'no contact for the access': {
		...additional('accessDetails', 'contactName', blank),
		label: 'Access Details → Contact Name',
		problem: 'must be filled in',
	},
	'no telephone number for the access': {
		...additional('accessDetails', 'telephoneNumber', blank),
		label: 'Access Details → Telephone Number',
		problem: 'must be filled in',
	},
	'access through nobody known': {
		...additional('accessDetails', 'accessTypeCode', '={{ "TENANT" }}'),
		label: 'Access Details → Access Through',
		problem: 'must be one of AGENT, VENDOR',
	},
	'a malformed email for the access': {
		...additional('accessDetails', 'emailAddress', 'desk'),
		label: 'Access Details → Email',
		problem: 'must be one email address',
	},
	'a firm of 151 characters': {
		...additional('accessDetails', 'firmName', 'F'.repeat(151)),
		label: 'Access Details → Firm Name',
		problem: 'must have at most 150 characters, not 151',
	},
	'a referrer without its reference': {
		...additional('referrer', 'companyReference', blank),
		label: 'Referrer → Company Reference',
		problem: 'must be filled in',
	},
	'a referrer’s reference of 51 characters': {
		...additional('referrer', 'companyReference', 'R'.repeat(51)),
		label: 'Referrer → Company Reference',
		problem: 'must have at most 50 characters, not 51',
	},
	'a referrer without a name': {
		...additional('referrer', 'companyName', blank),
		label: 'Referrer → Company Name',
		problem: 'must be filled in',
	},
	'a referrer without a telephone number': {
		...additional('referrer', 'companyTelephoneNumber', blank),
		label: 'Referrer → Company Telephone Number',
		problem: 'must be filled in',
	},
	'a referrer without an email': {
		...additional('referrer', 'companyEmailAddress', blank),
		label: 'Referrer → Company Email',
		problem: 'must be filled in',
	},
	'a referrer without a contact': {
		...additional('referrer', 'contactLastName', blank),
		label: 'Referrer → Contact Last Name',
		problem: 'must be filled in',
	},
	'a referrer’s malformed mobile number': {
		...additional('referrer', 'contactMobileNumber', '07000 000001’'),
		label: 'Referrer → Contact Mobile Number',
		problem: 'must be a telephone number',
	},
	'a referrer’s malformed email': {
		...additional('referrer', 'contactEmailAddress', 'max@'),
		label: 'Referrer → Contact Email',
		problem: 'must be one email address',
	},
	'a referrer without an address': {
		json: ['referrer.address.addressLine1', blank],
		panel: ['additionalFields.referrer.values.addressLine1', blank],
		label: 'Address Line 1',
		problem: 'must be filled in',
	},
};

const run = async (parameters: INodeParameters) => await bench.run('movingPortal', parameters);
const isRefused = async (parameters: INodeParameters, label: string, problem: string) => {
	const { error } = await run(parameters);
	expect(error).toMatchObject({ name: 'NodeOperationError', context: { itemIndex: 0 } });
	expect(error?.message).toContain(`${label} `);
	expect(error?.message).toContain(problem);
	expect(error?.message).not.toContain('[item');
	expect(error?.description).toBe('Nothing was sent to The Moving Portal.');
	expect(bench.arrived()).toEqual([]);
};

describe('nothing is sent, and the field is named, for', () => {
	it.each(Object.entries(BREACHES).filter(([, { panel }]) => panel))(
		'%s',
		async (_, { panel, label, problem }) => {
			await isRefused(changed(ALL_FIELDS, ...panel!), label, problem);
		},
	);

	it.each([
		['propertyAddress', 'Property Address must be added'],
		['customers', 'Customers must be added'],
	])('no %s at all', async (group, message) => {
		expect((await run(changed(ALL_FIELDS, group, {}))).error?.message).toBe(`${message}`);
		expect(bench.arrived()).toEqual([]);
	});
});

describe('nothing is sent, and the field is named, for JSON with', () => {
	const json = (path: string, value: unknown) =>
		asJson(changed(DOCUMENTED, path, String(value).startsWith('={{') ? '' : value));

	it.each(Object.entries(BREACHES).filter(([name]) => !/no number|nobody known/.test(name)))(
		'%s',
		async (_, breach) => {
			// In JSON a part of the payload is named by its key: propertyAddress, not Property Address.
			const label = breach.label
				.split(' → ')
				.at(-1)!
				.replace(/^Customers$/, 'customers');
			await isRefused(json(...breach.json), label, breach.problem);
		},
	);

	it.each([
		['cases', [DOCUMENTED.cases[0], DOCUMENTED.cases[0]], 'cases must be a list of exactly one case'],
		['cases', 'one', 'cases must be a list of exactly one case'],
		['cases.0.productcode', 'X', 'cases → productcode is there twice, as productCode in another spelling'],
		['cases.0.product', 'X', 'cases → product is not a field that The Moving Portal documents'],
		['customer', {}, 'customer is not a field that The Moving Portal documents; the nearest is customers'],
		['CustomerS', {}, 'CustomerS is there twice, as customers in another spelling'],
		['whatever', {}, 'whatever is not a field that The Moving Portal documents'],
		[
			'propertyAddress.PostCodes',
			'X',
			'PostCodes is not a field that The Moving Portal documents; the nearest is postcode',
		],
		['propertyAddress.town', 'X', 'propertyAddress → town is not a field that The Moving Portal documents'],
		['propertyAddress', 'here', 'propertyAddress must be an object'],
		['propertyAddress.addressFormatCode', 'NONE', 'propertyAddress must be an address'],
		[
			'referrer.contactFLastName',
			'Sample',
			'referrer → contactFLastName is not a field that The Moving Portal documents; the nearest is contactLastName',
		],
		['cases.0.isLead', 'maybe', 'Send as Lead must be true or false'],
		['accessDetails.accessTypeCode', 'TENANT', 'Access Through must be one of AGENT, VENDOR'],
		['accessDetails.accessTypeCode', undefined, 'Access Through must be AGENT or VENDOR'],
		['accessDetails.accessTypeCode', null, 'Access Through must be AGENT or VENDOR'],
		['accessDetails.accessTypeCode', '', 'Access Through must be AGENT or VENDOR'],
	])('%s: %j', async (path, value, message) => {
		const { error } = await run(json(path, value));
		expect(`${error?.message} ${error?.description}`).toContain(message);
		expect(bench.arrived()).toEqual([]);
	});

	it.each([
		['{"cases": [', /^Referral \(JSON\) must be valid JSON \(/],
		['[]', 'Referral (JSON) must be a JSON object in braces'],
		['7', 'Referral (JSON) must be a JSON object in braces'],
		['null', 'Referral (JSON) must be a JSON object in braces'],
	])('%s in the field', async (text, message) => {
		const { error } = await run(asJson(text));
		expect(error?.name).toBe('NodeOperationError');
		expect(error?.message).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
		expect(bench.arrived()).toEqual([]);
	});
});

it('says everything that is wrong at once', async () => {
	const names = [
		'a negative fee',
		'a 31-character integration reference',
		'half a year',
		'a malformed email',
		'a referrer without a name',
	];
	const broken = names.map((name) => BREACHES[name]!);
	const parameters = broken.reduce((at, { panel }) => changed(at, ...panel!), ALL_FIELDS);
	const { error } = await run(parameters);
	const labels =
		'Customers 2 → Email, Year Built, Total Fee Including VAT, Integration Reference, Additional Fields → Referrer → Company Name';
	expect(error?.message).toBe(`5 values need correcting: ${labels}`);
	for (const { label, problem } of broken) expect(error?.description).toContain(`${label} ${problem}`);
	expect(bench.arrived()).toEqual([]);
});

describe('a vendor without a firm', () => {
	const access = 'additionalFields.accessDetails.values';
	const without = changed(ALL_FIELDS, `${access}.firmName`, '');
	const NEEDED = 'Access Details → Firm Name';
	const HOW = 'turn on Send Without Firm Name, or in JSON write "firmName": ""';

	it.each([
		['by fields', without],
		['by fields, the switch left alone', changed(without, `${access}.withoutFirmName`, false)],
		['in JSON, left out', asJson(changed(DOCUMENTED, 'accessDetails.firmName', undefined))],
		['in JSON, as null', asJson(changed(DOCUMENTED, 'accessDetails.firmName', null))],
		['in JSON, blank', asJson(changed(DOCUMENTED, 'accessDetails.firmName', ' '))],
	])('is not sent: %s', async (_, parameters) => await isRefused(parameters, NEEDED, HOW));

	it.each([
		['by fields', changed(without, `${access}.withoutFirmName`, true)],
		['in JSON', asJson(changed(DOCUMENTED, 'accessDetails.firmName', ''))],
		[
			'in the JSON of the tables',
			asJson(changed(changed(DOCUMENTED, 'accessDetails.firmName', undefined), 'accessDetails.FirmName', '')),
		],
	])('is sent where the user says so, and The Moving Portal decides: %s', async (_, parameters) => {
		const { error } = await run(parameters);
		expect(error?.httpCode).toBe('400');
		expect(error?.description).toContain(
			'Access Details → Firm Name: Is required when accessTypeCode is VENDOR.',
		);
		const [{ accessDetails }] = [bodyOf(bench.arrived('createReferral')[0])] as never as [typeof DOCUMENTED];
		expect(accessDetails).toEqual({ ...DOCUMENTED.accessDetails, firmName: '' });
	});

	it('keeps its name where it has one, whatever the switch says; an agent needs none', async () => {
		const named = changed(ALL_FIELDS, `${access}.withoutFirmName`, true);
		const agent = changed(without, `${access}.accessTypeCode`, 'AGENT');
		for (const parameters of [named, agent]) {
			bench.control.reset();
			succeeded(await run(parameters));
		}
		expect(bodyOf(bench.arrived('createReferral')[0]).accessDetails).toMatchObject({
			accessTypeCode: 'AGENT',
			firmName: '',
		});
	});
});

it('takes JSON whose keys are written as in the tables of The Moving Portal', async () => {
	const pascal = (value: unknown): unknown =>
		Array.isArray(value)
			? value.map(pascal)
			: typeof value === 'object' && value !== null
				? Object.fromEntries(
						Object.entries(value).map(([key, one]) => [
							key.charAt(0).toUpperCase() + key.slice(1),
							pascal(one),
						]),
					)
				: value;
	const { output } = succeeded(await run(asJson(pascal(DOCUMENTED))));
	expect(output[0]!.json).toMatchObject({
		success: true,
		uniqueIntegrationReference: 'I-1001',
		uniqueCustomerReference: 'C-1001',
	});
	bench.control.reset();
	succeeded(await run(asJson(DOCUMENTED)));
	const sent = bodyOf(bench.arrived('createReferral')[0]);
	bench.control.reset();
	succeeded(await run(asJson(pascal(DOCUMENTED))));
	expect(bodyOf(bench.arrived('createReferral')[0])).toEqual(sent);
});

describe('neither price nor tier is not sent', () => {
	const blanks = { propertyValueOrPurchasePrice: blank, propertyValueTierCode: blank };
	const PRICE = 'Property Value or Purchase Price';
	const TIER = 'Property Value Tier Code';
	const json = asJson({ ...DOCUMENTED, propertyValueOrPurchasePrice: null, propertyValueTierCode: null });

	it.each([
		['with the price chosen', { ...ALL_FIELDS, ...blanks }, PRICE, 'must be filled in'],
		['with the tier chosen', { ...ALL_FIELDS, ...blanks, valueGivenAs: 'tier' }, TIER, 'must be filled in'],
		['in JSON', json, PRICE, 'or a value tier code must be filled in'],
	])('%s', async (_, parameters, label, problem) => await isRefused(parameters, label, problem));
});
