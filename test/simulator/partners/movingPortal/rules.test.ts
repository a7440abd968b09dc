import { startSimulator, type Simulator } from '../../../../simulator/http/server';
import { call } from '../../support/client';
import {
	ACCESS,
	ADDRESS,
	BASIC,
	CASE,
	CUSTOMER,
	type Problem,
	REFERRAL,
	REFERRER,
} from '../../support/referral';

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ now: '2025-03-01T09:30:00Z' });
});
afterAll(() => simulator.close());
beforeEach(() => simulator.control.reset());

const refer = (change: object) =>
	call('POST', `${simulator.url}/moving-portal/referral`, {
		headers: BASIC,
		body: { ...REFERRAL, ...change },
	});

describe('a rule across fields', () => {
	const VENDOR = { ...ACCESS, accessTypeCode: 'VENDOR' };
	it.each<[string, object, string]>([
		['a lead with a total', { cases: [{ ...CASE, isLead: true }] }, 'cases[0].totalFeeInclVAT'],
		['no lead without a total', { cases: [{ ...CASE, totalFeeInclVAT: null }] }, 'cases[0].totalFeeInclVAT'],
		['an unknown product', { cases: [{ ...CASE, productCode: 'NOSUCH' }] }, 'cases[0].productCode'],
		['neither price nor tier', { propertyValueOrPurchasePrice: null }, 'propertyValueOrPurchasePrice'],
		['an unknown tier', { propertyValueTierCode: 'CHEAP' }, 'propertyValueTierCode'],
		['an unknown type', { propertyTypeCode: 'CASTLE' }, 'propertyTypeCode'],
		['an unknown age', { propertyAgeCode: 'OLD' }, 'propertyAgeCode'],
		['an age band and a year', { propertyAgeCode: 'LESSTHANTENYEARS', yearBuilt: 2020 }, 'yearBuilt'],
		['half an address', { correspondenceAddress: { addressLine1: 'x' } }, 'correspondenceAddress.postcode'],
		['a vendor without a firm', { accessDetails: VENDOR }, 'accessDetails.firmName'],
		['a vendor with a blank firm', { accessDetails: { ...VENDOR, firmName: ' ' } }, 'accessDetails.firmName'],
		[
			'a first customer without mail',
			{ customers: [{ ...CUSTOMER, emailAddress: null }] },
			'customers[0].emailAddress',
		],
		[
			'a first customer without phone',
			{ customers: [{ ...CUSTOMER, telephoneNumber: '' }] },
			'customers[0].telephoneNumber',
		],
		[
			'a referrer without a real address',
			{ referrer: { ...REFERRER, address: { ...ADDRESS, addressFormatCode: 'NONE' } } },
			'referrer.address.addressFormatCode',
		],
	])('refuses %s, naming the field', async (_name, change, field) => {
		const { status, body } = await refer(change);
		expect(status).toBe(400);
		const problem = body as Problem;
		expect(problem).toMatchObject({
			status: 400,
			title: 'One or more validation errors occurred.',
			instance: '/referral',
		});
		expect(Object.keys(problem.errors ?? {})).toEqual([field]);
		// A broken business rule gets an error from the partner; it is no violation of the contract.
		expect(simulator.control.violations()).toEqual([]);
		expect(simulator.control.state().partners.movingPortal?.referrals).toEqual([]);
	});
});

describe('a shape off the contract', () => {
	const longer = (length: number) => 'x'.repeat(length + 1);
	it.each<[string, object, string]>([
		['an unknown field', { price: 1 }, 'price'],
		['an unknown field inside', { cases: [{ ...CASE, fee: 1 }] }, 'cases[0].fee'],
		['no case', { cases: [] }, 'cases'],
		['two cases', { cases: [CASE, CASE] }, 'cases'],
		['no customer', { customers: [] }, 'customers'],
		['five customers', { customers: [CUSTOMER, CUSTOMER, CUSTOMER, CUSTOMER, CUSTOMER] }, 'customers'],
		['a negative fee', { cases: [{ ...CASE, totalFeeInclVAT: -1 }] }, 'cases[0].totalFeeInclVAT'],
		[
			'a long reference',
			{ cases: [{ ...CASE, uniqueCustomerReference: longer(30) }] },
			'cases[0].uniqueCustomerReference',
		],
		['a price as text', { propertyValueOrPurchasePrice: '285000' }, 'propertyValueOrPurchasePrice'],
		['no postcode', { propertyAddress: { addressLine1: 'x' } }, 'propertyAddress.postcode'],
		['a long name', { customers: [{ ...CUSTOMER, lastName: longer(50) }] }, 'customers[0].lastName'],
		[
			'a hyphen in a number',
			{ customers: [{ ...CUSTOMER, telephoneNumber: '07000-000000' }] },
			'customers[0].telephoneNumber',
		],
		['a bad email', { customers: [{ ...CUSTOMER, emailAddress: 'kim' }] }, 'customers[0].emailAddress'],
		[
			'another access type',
			{ accessDetails: { ...ACCESS, accessTypeCode: 'OWNER' } },
			'accessDetails.accessTypeCode',
		],
		[
			'a long access number',
			{ accessDetails: { ...ACCESS, telephoneNumber: longer(150) } },
			'accessDetails.telephoneNumber',
		],
		['half a referrer', { referrer: { ...REFERRER, companyName: undefined } }, 'referrer.companyName'],
		["the sample's slip", { referrer: { ...REFERRER, contactFLastName: 'x' } }, 'referrer.contactFLastName'],
	])('refuses %s, naming the field', async (_name, change, field) => {
		const { status, body } = await refer(change);
		expect(status).toBe(400);
		expect(Object.keys((body as Problem).errors ?? {})).toEqual([field]);
		expect(simulator.control.violations()).toMatchObject([
			{ kind: 'request', operationId: 'createReferral' },
		]);
	});
});
