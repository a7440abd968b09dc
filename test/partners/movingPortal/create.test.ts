import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { EXAMPLE } from '../../../nodes/MovingPortal/referral/example';
import { bodyOf, jsonOf, succeeded, useSimulator } from '../../support/useSimulator';
import { smallReferral } from './smallReferral';
import { ALL_FIELDS, asJson, changed, DOCUMENTED } from './referrals';

const bench = useSimulator();

const run = async (
	parameters: INodeParameters,
	items?: IDataObject[],
	options?: Parameters<typeof bench.run>[3],
) => await bench.run('movingPortal', parameters, items, options);
const sentBody = async (parameters: INodeParameters, items?: IDataObject[]) => {
	succeeded(await run(parameters, items));
	return bodyOf(bench.arrived('createReferral').at(-1));
};
const small = {
	...smallReferral,
	totalFeeInclVAT: 620,
	uniqueIntegrationReference: 'I-1',
} as INodeParameters;

describe('the request', () => {
	it('is the documented payload, with the price alone, when every field is filled in', async () => {
		expect(await sentBody(ALL_FIELDS)).toEqual({ ...DOCUMENTED, propertyValueTierCode: null });
		expect(bench.arrived('createReferral')[0]).toMatchObject({
			method: 'POST',
			path: '/moving-portal/referral',
		});
		expect(bench.arrived('createReferral')[0]!.headers).toMatchObject({
			'content-type': 'application/json',
			accept: 'application/json',
		});
	});

	it('is the same payload when it is given as JSON', async () => {
		expect(await sentBody(asJson(DOCUMENTED))).toEqual(DOCUMENTED);
	});

	it('is the same payload when an expression yields the JSON as an object', async () => {
		expect(await sentBody(asJson('={{ $json }}'), [DOCUMENTED as unknown as IDataObject])).toEqual(
			DOCUMENTED,
		);
	});

	it('has no total for a lead, whose total the panel hides, even where one was entered before', async () => {
		const [lead] = (await sentBody(changed(ALL_FIELDS, 'isLead', true))).cases as IDataObject[];
		expect(lead).toMatchObject({ isLead: true, totalFeeInclVAT: null });
	});

	it('is what the JSON field shows at first: a referral that is valid as it stands and writes to nobody', async () => {
		const { referral: _, ...untouched } = asJson('');
		expect(await sentBody(untouched)).toEqual(EXAMPLE);
		const addresses = JSON.stringify(EXAMPLE).match(/[^"]+@[^"]+/g) ?? [];
		expect(addresses).not.toEqual([]);
		expect(addresses.filter((address) => !address.endsWith('.nosend'))).toEqual([]);
	});

	it('says "not given" and "not known" the way the documents do when little is filled in', async () => {
		const address = {
			addressFormatCode: 'DEFAULT',
			addressLine1: '3 Fiction Row',
			addressLine2: '',
			addressLine3: '',
			addressLine4: '',
			postcode: 'AB1 2CD',
			countryCode: 'GB',
		};
		const expected = {
			cases: [
				{
					productCode: 'RICSL2SURVEY',
					totalFeeInclVAT: 620,
					yourFeeInclVAT: null,
					isLead: false,
					uniqueIntegrationReference: 'I-1',
					uniqueCustomerReference: null,
				},
			],
			propertyValueOrPurchasePrice: 285000,
			propertyValueTierCode: null,
			propertyTypeCode: 'UNKNOWN',
			propertyAgeCode: 'UNKNOWN',
			yearBuilt: null,
			propertyAddress: address,
			correspondenceAddress: null,
			accessDetails: null,
			customers: [
				{
					title: '',
					firstName: 'Kim',
					lastName: 'Example',
					emailAddress: 'kim@example.test.nosend',
					telephoneNumber: '01234 567890',
					receiveSMS: false,
				},
			],
			referrer: null,
		};
		expect(await sentBody(small)).toEqual(expected);
		const json = {
			cases: [{ productCode: 'RICSL2SURVEY', totalFeeInclVAT: '620', uniqueIntegrationReference: 'I-2' }],
			propertyValueOrPurchasePrice: 285000,
			propertyAddress: { addressLine1: '3 Fiction Row', postcode: 'AB1 2CD' },
			customers: [
				{
					firstName: 'Kim',
					lastName: 'Example',
					emailAddress: 'kim@example.test.nosend',
					telephoneNumber: '01234 567890',
				},
			],
			correspondenceAddress: { addressFormatCode: 'NONE' },
		};
		expect(await sentBody(asJson(json))).toEqual(
			changed(expected, 'cases.0.uniqueIntegrationReference', 'I-2'),
		);
	});

	it('leaves the total out for a lead', async () => {
		const [one] = (
			await sentBody({
				...small,
				totalFeeInclVAT: '',
				isLead: true,
				additionalFields: { yourFeeInclVAT: 60 },
			})
		).cases as IDataObject[];
		expect(one).toMatchObject({ isLead: true, totalFeeInclVAT: null, yourFeeInclVAT: 60 });
	});

	it('carries an age band or a year', async () => {
		expect(await sentBody({ ...small, propertyAgeCode: 'TENTOFIFTYYEARS' })).toMatchObject({
			propertyAgeCode: 'TENTOFIFTYYEARS',
			yearBuilt: null,
		});
		const year = { uniqueIntegrationReference: 'I-2', ageGivenAs: 'year', yearBuilt: 1890 };
		// A band that was chosen before is hidden.
		expect(await sentBody({ ...small, ...year, propertyAgeCode: 'TENTOFIFTYYEARS' })).toMatchObject({
			propertyAgeCode: 'UNKNOWN',
			yearBuilt: 1890,
		});
	});

	it('carries the tier where that is chosen, even if a price was entered before', async () => {
		const tier = { valueGivenAs: 'tier', propertyValueTierCode: '300KTO350K' };
		expect(await sentBody({ ...small, ...tier })).toMatchObject({
			propertyValueOrPurchasePrice: null,
			propertyValueTierCode: '300KTO350K',
		});
	});

	it('carries for each item what an expression chooses', async () => {
		const parameters = {
			...small,
			uniqueIntegrationReference: '={{ $json.reference }}',
			valueGivenAs: '={{ $json.tier ? "tier" : "price" }}',
			propertyValueOrPurchasePrice: '={{ $json.price }}',
			propertyValueTierCode: '={{ $json.tier }}',
		};
		const items = [
			{ reference: 'I-1', price: 285000 },
			{ reference: 'I-2', tier: '300KTO350K' },
		];
		succeeded(await run(parameters, items));
		const sent = bench.arrived('createReferral').map(bodyOf);
		expect(
			sent.map((body) => [body.propertyValueOrPurchasePrice, body.propertyValueTierCode]).sort(),
		).toEqual([
			[null, '300KTO350K'],
			[285000, null],
		]);
	});

	it('carries up to four customers, the first of them complete', async () => {
		const people = ['Kim', 'Lee', 'Max', 'Noa'].map((firstName) => ({ firstName, lastName: 'Example' }));
		people[0] = {
			...people[0]!,
			emailAddress: 'kim@example.test.nosend',
			telephoneNumber: '01234 567890',
		} as (typeof people)[0];
		const { customers } = await sentBody({ ...small, customers: { values: people } });
		expect((customers as IDataObject[]).map(({ firstName }) => firstName)).toEqual([
			'Kim',
			'Lee',
			'Max',
			'Noa',
		]);
		expect((customers as IDataObject[])[1]).toEqual({
			title: '',
			firstName: 'Lee',
			lastName: 'Example',
			receiveSMS: false,
		});
	});

	it('takes codes that nobody listed: they are the partner’s to know', async () => {
		const { error } = await run({ ...small, productCode: 'NEWPRODUCT' });
		expect(error?.message).toBe(
			'The Moving Portal refuses Product Code: NEWPRODUCT is not an active product of your firm.',
		);
		expect(error?.description).toContain('Check the values of this item');
	});
});

describe('a refusal', () => {
	const refused = async (errors: IDataObject, title = 'One or more validation errors occurred.') => {
		const body = { title, status: 400, errors };
		bench.control.faults.add({ kind: 'status', status: 400, body, operationId: 'createReferral' });
		return (await run(small, undefined, { onError: 'continueRegularOutput' })).output[0]!.json as {
			error: string;
			details: { description: string; fields: string[] };
		};
	};

	it.each([
		['Cases[0].TotalFeeInclVAT', 'Total Fee Including VAT'],
		['cases[0].yourFeeInclVAT', 'Additional Fields → Your Fee Including VAT'],
		['$.customers[1].lastName', 'Customers 2 → Last Name'],
		['Customers[0]', 'Customers 1'],
		['PROPERTYADDRESS.POSTCODE', 'Property Address → Postcode'],
		['referrer.address.postcode', 'Additional Fields → Referrer → Postcode'],
		['accessDetails.firmName', 'Additional Fields → Access Details → Firm Name'],
		['yearBuilt', 'Year Built'],
		['cases[0].somethingNew', 'cases[0].somethingNew'],
		['the fee', 'the fee'],
	])('that names %j begins with the label of the field', async (key, label) => {
		const { error, details } = await refused({ [key]: ['Is not right.'] });
		expect(error).toBe(`The Moving Portal refuses ${label}: Is not right.`);
		expect(details.fields).toEqual([label]);
		expect(details.description).toContain(`${label}: Is not right.`);
	});

	it('names several fields first, and what is wrong with each beneath', async () => {
		const { error, details } = await refused(
			{ yearBuilt: ['Too early.'], 'customers[0].emailAddress': 'Bounced.' },
			'Not accepted',
		);
		expect(error).toBe('The Moving Portal refuses Year Built, Customers 1 → Email: Not accepted');
		expect(details.description).toMatch(/^Year Built: Too early\.\nCustomers 1 → Email: Bounced\.\n/);
	});

	it('keeps a title that says something, and names no more fields than a reader takes in', async () => {
		expect((await refused({ yearBuilt: ['Too early.'] }, 'Not accepted')).error).toBe(
			'The Moving Portal refuses Year Built: Not accepted',
		);
		const many = Object.fromEntries(Array.from({ length: 7 }, (_, i) => [`f${i}`, 'x']));
		expect((await refused(many, 'No')).error).toBe(
			'The Moving Portal refuses f0, f1, f2, f3, f4, 2 more: No',
		);
	});

	it.each(['', '$'])('of the whole referral (%j) names no field', async (key) => {
		const { error, details } = await refused({ [key]: ['Is not right.'] });
		expect(error).toBe('The Moving Portal refuses the request: Is not right.');
		expect(details).not.toHaveProperty('fields');
	});

	it('without fields is as it was', async () => {
		expect((await refused({}, 'Not accepted')).error).toBe(
			'The Moving Portal refuses the request: Not accepted',
		);
	});
});

describe('the output', () => {
	it.each([200, 201] as const)(
		'is the reference of the new referral and our own (HTTP %i)',
		async (createdStatus) => {
			bench.control.movingPortal.setSwitches({ createdStatus });
			expect(jsonOf(succeeded(await run(ALL_FIELDS)).output)).toEqual([
				{
					success: true,
					reference: 'TMP900001',
					uniqueIntegrationReference: 'I-1001',
					uniqueCustomerReference: 'C-1001',
					alreadyExisted: false,
				},
			]);
		},
	);

	it('is none when The Moving Portal says success: false', async () => {
		bench.control.faults.add({
			operationId: 'createReferral',
			kind: 'status',
			status: 200,
			body: { success: false, reference: null },
		});
		const { error, output } = await run({ ...small, ifExists: 'create' });
		expect(output).toEqual([]);
		expect(error).toMatchObject({ name: 'NodeApiError', context: { itemIndex: 0 } });
		expect(error?.message).toContain('it did not take the referral');
	});

	it('repeats the words that came with success: false', async () => {
		bench.control.faults.add({
			operationId: 'createReferral',
			kind: 'status',
			status: 200,
			body: { success: false, detail: 'The fee is below the scale' },
		});
		expect((await run({ ...small, ifExists: 'create' })).error?.message).toContain(
			'The fee is below the scale',
		);
	});
});

describe('an answer of success', () => {
	const answered = async (body: unknown, status = 200) => {
		bench.control.faults.add({ operationId: 'createReferral', kind: 'status', status, body });
		const { output } = await run({ ...small, ifExists: 'create' }, [{}], {
			onError: 'continueRegularOutput',
		});
		return jsonOf(output)[0]!;
	};
	const own = { uniqueIntegrationReference: 'I-1', uniqueCustomerReference: null };

	it.each([
		{ Success: true, Reference: 'TMP7' },
		{ SUCCESS: 'True', REFERENCE: 'TMP7' },
		{ success: true, reference: 'TMP7' },
		{ success: null, reference: 'TMP7' },
		{ reference: 'TMP7' },
	])('is one in any case of letters, and without a word where there is a reference: %j', async (body) => {
		expect(await answered(body)).toEqual({ success: true, reference: 'TMP7', ...own });
	});

	it('keeps what else there is, as it came', async () => {
		const body = { Success: true, Reference: 'TMP7', CaseIndex: 1 };
		expect(await answered(body)).toEqual({ success: true, reference: 'TMP7', CaseIndex: 1, ...own });
	});

	it.each([
		[{ success: false }, 'it did not take the referral'],
		[{ Success: false, Detail: 'The fee is below the scale' }, 'The fee is below the scale'],
		[{ success: 'False', title: 'No' }, 'No'],
		[{ success: false, reference: 'TMP7' }, 'it did not take the referral, under the reference TMP7'],
	])('is a no only where it says false: %j', async (body, words) => {
		expect(await answered(body)).toMatchObject({
			error: `The Moving Portal refuses the request: ${words}`,
			details: { mayHaveHappened: false },
		});
	});

	it.each([
		[{}, 'a reference'],
		[[], 'a reference'],
		[{ success: true }, 'a reference'],
		[{ Success: true, Reference: ' ' }, 'a reference'],
		[{ message: 'We shall see' }, 'a reference: We shall see'],
		[{ success: {}, reference: 'TMP7' }, 'a yes or no, under the reference TMP7'],
		[{ success: 0, reference: 'TMP7' }, 'a yes or no, under the reference TMP7'],
	])('that settles nothing may have been carried out: %j', async (body, what) => {
		expect(await answered(body)).toMatchObject({
			error: `The Moving Portal answered with something else than ${what}`,
			details: { httpCode: 200, mayHaveHappened: true },
		});
	});

	it('that is empty may have been carried out', async () => {
		expect(await answered('', 204)).toMatchObject({
			error: 'The Moving Portal answered with nothing',
			details: { mayHaveHappened: true },
		});
	});

	it('that settles nothing is searched for, and found by our own reference', async () => {
		bench.control.faults.add({ operationId: 'createReferral', kind: 'empty', status: 200 });
		expect(succeeded(await run(small)).output[0]!.json).toMatchObject({ ...own, alreadyExisted: false });
	});
});

describe('If It Already Exists', () => {
	const both = { ...small, uniqueCustomerReference: 'C-1' } as INodeParameters;
	const made = () => bench.arrived('createReferral').length;

	it.each([
		['I-1', 'I-1', null],
		['C-1', null, 'C-1'],
		['I-1 and C-1', 'I-1', 'C-1'],
	])(
		'asks for each reference and returns or names those that are in use: %s',
		async (named, uniqueIntegrationReference, uniqueCustomerReference) => {
			const existing = { uniqueIntegrationReference, uniqueCustomerReference };
			const given = Object.entries(existing).map(([name, reference]) => [name, reference ?? '']);
			succeeded(await run({ ...small, ...Object.fromEntries(given) } as INodeParameters));
			bench.control.clearJournal();
			expect(jsonOf(succeeded(await run(both)).output)).toEqual([
				{ success: true, reference: null, ...existing, alreadyExisted: true },
			]);
			expect(bench.lines()).toEqual([
				'HEAD /moving-portal/referral/introducer/I-1',
				'HEAD /moving-portal/referral/introducer/C-1',
			]);
			expect((await run({ ...both, ifExists: 'stop' })).error?.message).toBe(
				`The Moving Portal already has a case with the reference ${named}`,
			);
			expect(made()).toBe(0);
		},
	);

	it('stops with the reference and creates nothing', async () => {
		succeeded(await run(small));
		const { error } = await run({ ...small, ifExists: 'stop' });
		expect(error).toMatchObject({ name: 'NodeOperationError', context: { itemIndex: 0 } });
		expect(error?.message).toBe('The Moving Portal already has a case with the reference I-1');
		expect(made()).toBe(1);
	});

	it('creates anyway without asking, and The Moving Portal refuses the reference', async () => {
		succeeded(await run({ ...small, ifExists: 'create' }));
		const { error } = await run({ ...small, ifExists: 'create' });
		expect(bench.arrived('referralExists')).toEqual([]);
		expect(error?.description).toContain('Integration Reference: I-1 is already in use.');
	});

	it('creates one of two identical items of a run', async () => {
		const parameters = { ...smallReferral, totalFeeInclVAT: 620 } as INodeParameters;
		const items = ['I-0', 'I-1', 'I-1', 'I-1'].map((reference) => ({ reference }));
		const { output } = succeeded(await run(parameters, items));
		expect(jsonOf(output).map(({ alreadyExisted }) => alreadyExisted)).toEqual([false, false, true, true]);
		expect(made()).toBe(2);
	});

	it('takes the refusal of a reference that another run has used meanwhile for what it is', async () => {
		succeeded(await run(small));
		bench.control.faults.add({ operationId: 'referralExists', kind: 'status', status: 404, body: undefined });
		expect(succeeded(await run(small)).output[0]!.json).toMatchObject({
			alreadyExisted: true,
			uniqueIntegrationReference: 'I-1',
		});
		bench.control.faults.add({ operationId: 'referralExists', kind: 'status', status: 404, body: undefined });
		expect((await run({ ...small, ifExists: 'stop' })).error?.description).toContain('I-1 is already in use');
	});

	it('does not take any other refusal for that', async () => {
		const { error } = await run({ ...small, productCode: 'NEWPRODUCT' });
		expect(error?.description).toContain('NEWPRODUCT is not an active product');
	});

	it('needs a reference, unless it shall create anyway', async () => {
		const nameless = { ...small, uniqueIntegrationReference: '' };
		const { error } = await run(nameless);
		expect(error?.message).toMatch(
			/^Integration Reference or a customer reference must be filled in, or choose Create Anyway/,
		);
		expect(bench.arrived()).toEqual([]);
		succeeded(await run({ ...nameless, ifExists: 'create' }));
		expect(made()).toBe(1);
	});

	it.each(['dropAfter', 'malformed', 'empty'] as const)(
		'finds a create again whose answer is lost (%s), and does not repeat it',
		async (kind) => {
			bench.control.faults.add({ operationId: 'createReferral', kind });
			expect(succeeded(await run(small)).output[0]!.json).toMatchObject({
				uniqueIntegrationReference: 'I-1',
				alreadyExisted: false,
			});
			expect(made()).toBe(1);
		},
	);

	it.each(['return', 'stop'])(
		'does not take a case with only one of its references for a create whose answer is lost (%s)',
		async (ifExists) => {
			succeeded(await run({ ...both, uniqueIntegrationReference: 'I-9' }));
			const { faults } = bench.control;
			// The other case was made between looking and creating.
			faults.add({ operationId: 'referralExists', kind: 'status', status: 404, body: undefined, times: 2 });
			faults.add({ operationId: 'createReferral', kind: 'dropBefore' });
			const { output } = await run({ ...both, ifExists }, [{}], { onError: 'continueRegularOutput' });
			expect(output[0]!.json).toMatchObject({
				error: 'The Moving Portal was asked, and the connection was closed before an answer came',
				details: { mayHaveHappened: true },
			});
			expect(bench.control.state().partners.movingPortal.referrals).toHaveLength(1);
		},
	);

	const each = {
		...both,
		uniqueIntegrationReference: '={{ $json.integration }}',
		uniqueCustomerReference: '={{ $json.customer }}',
	};

	it.each([
		{ integration: 'I-1', customer: '' },
		{ integration: '', customer: 'C-1' },
		{ integration: 'I-2', customer: 'C-1' },
	])('does not create %j while nobody knows what became of I-1 and C-1', async (item) => {
		bench.control.faults.add({ operationId: 'createReferral', kind: 'dropBefore' });
		const items = [{ integration: 'I-1', customer: 'C-1' }, item];
		const { output } = await run(each, items, { onError: 'continueRegularOutput' });
		expect(output[1]!.json.error).toContain('An earlier item of this run may have created the same one');
		expect(made()).toBe(1);
	});

	it('by Check Only would create as many as it then does, where items share one of two references', async () => {
		const items = [
			{ integration: 'I-1', customer: 'C-1' },
			{ integration: 'I-1', customer: '' },
			{ integration: 'I-2', customer: 'C-1' },
			{ integration: 'I-3', customer: 'C-3' },
		];
		const checked = jsonOf(succeeded(await run({ ...each, checkOnly: true }, items)).output);
		expect(checked.map(({ wouldCreate }) => wouldCreate)).toEqual([true, false, false, true]);
		expect(checked.map(({ repeatsEarlierItem }) => repeatsEarlierItem ?? false)).toEqual([
			false,
			true,
			true,
			false,
		]);
		const { output } = succeeded(await run(each, items));
		expect(jsonOf(output).map(({ alreadyExisted }) => alreadyExisted)).toEqual([false, true, true, false]);
		expect(made()).toBe(2);
	});

	it('creates nothing twice when n8n runs the whole node again (Retry On Fail)', async () => {
		bench.control.faults.add({
			operationId: 'createReferral',
			kind: 'status',
			status: 500,
			body: {},
			skip: 1,
		});
		const parameters = {
			...smallReferral,
			totalFeeInclVAT: 620,
			requestOptions: { concurrency: 1 },
		} as INodeParameters;
		const items = ['I-0', 'I-1', 'I-2'].map((reference) => ({ reference }));
		const { output } = succeeded(
			await run(parameters, items, { retryOnFail: { maxTries: 2, waitBetweenTries: 1 } }),
		);
		expect(jsonOf(output).map(({ alreadyExisted }) => alreadyExisted)).toEqual([true, false, false]);
		expect(bench.control.state().partners.movingPortal!.referrals).toHaveLength(3);
	});
});
