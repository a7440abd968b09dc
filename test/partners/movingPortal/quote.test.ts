import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { bodyOf, jsonOf, succeeded, useSimulator } from '../../support/useSimulator';
import { ALL_FIELDS, DOCUMENTED } from './referrals';
import { smallQuote } from './smallQuote';

const bench = useSimulator();
const quotes = () => bench.control.state().partners.movingPortal.quotes;
const run = async (operation: string, parameters: IDataObject) =>
	await bench.run('movingPortal', { resource: 'quote', operation, ...parameters } as INodeParameters);

describe('a quote', () => {
	it('is asked for with everything that a referral has, but references, total and referrer', async () => {
		const notInQuotes = [
			'uniqueIntegrationReference',
			'uniqueCustomerReference',
			'isLead',
			'totalFeeInclVAT',
		];
		const fields = Object.fromEntries(
			Object.entries(ALL_FIELDS).filter(([name]) => !notInQuotes.includes(name)),
		);
		const { referrer: _, ...additionalFields } = fields.additionalFields as IDataObject;
		succeeded(await run('create', { ...fields, additionalFields, resource: 'quote' } as IDataObject));
		const { referrer: __, cases, ...rest } = DOCUMENTED;
		const [{ productCode, yourFeeInclVAT }] = cases as [(typeof cases)[0]];
		expect(bodyOf(bench.arrived()[0])).toEqual({
			...rest,
			propertyValueTierCode: null,
			cases: [{ productCode, yourFeeInclVAT }],
		});
	});

	it('is made, read, given another fee and another property', async () => {
		const [created] = jsonOf(
			succeeded(await bench.run('movingPortal', smallQuote as INodeParameters)).output,
		);
		const { tmpReference } = created as { tmpReference: string };
		expect(created).toMatchObject({ results: [{ yourFeeInclVAT: 60, totalFeeInclVAT: 560 }] });
		succeeded(await run('updateFees', { tmpReference, yourFeeInclVAT: 120.5 }));
		succeeded(await run('updateProperty', { tmpReference, property: '{"propertyTypeCode":"FLAT"}' }));
		const [read] = jsonOf(succeeded(await run('get', { tmpReference })).output);
		expect(read).toMatchObject({
			tmpReference,
			propertyTypeCode: 'FLAT',
			results: [{ resultSequence: 1, yourFeeInclVAT: 120.5, totalFeeInclVAT: 620.5 }],
		});
		expect(quotes()).toHaveLength(1);
		expect(bench.lines()).toEqual([
			'POST /moving-portal/quote',
			`PATCH /moving-portal/quote/${tmpReference}/fees`,
			`PATCH /moving-portal/quote/${tmpReference}/property`,
			`GET /moving-portal/quote/${tmpReference}`,
		]);
	});

	it('takes the example of a property as it stands', async () => {
		const [{ tmpReference } = { tmpReference: '' }] = bench.control.movingPortal.addQuotes({ count: 1 });
		succeeded(await run('updateProperty', { tmpReference }));
		expect(quotes()).toMatchObject([{ propertyTypeCode: 'FLAT', yearBuilt: 1998 }]);
	});

	it.each([
		[{ propertyValueOrPurchasePrice: '' }, 'Property Value or Purchase Price must be filled in'],
		[{ valueGivenAs: 'tier', propertyValueTierCode: '={{ "" }}' }, 'Property Value Tier Code must be filled'],
		[{ customers: { values: [{ firstName: 'Kim', lastName: 'Example' }] } }, 'Customers 1 → Email'],
	])('with %j is not sent', async (change, message) => {
		const { error } = await bench.run('movingPortal', { ...smallQuote, ...change } as INodeParameters);
		expect(`${error?.message} ${error?.description}`).toContain(message);
		expect(bench.arrived()).toEqual([]);
	});

	const answered = async (body: unknown, status = 200) => {
		bench.control.faults.add({ operationId: 'createQuote', kind: 'status', status, body });
		const options = { onError: 'continueRegularOutput' } as const;
		const { output } = await bench.run('movingPortal', smallQuote as INodeParameters, [{}], options);
		return output[0]!.json;
	};

	it.each([
		[{ success: false }, 'it did not make the quote'],
		[{ Success: 'False', detail: 'No price for this postcode' }, 'No price for this postcode'],
	])('is not made where the answer says so: %j', async (body, words) => {
		expect(await answered(body)).toMatchObject({
			error: `The Moving Portal refuses the request: ${words}`,
			details: { mayHaveHappened: false },
		});
	});

	it.each([
		[{}, 'a reference'],
		[{ results: [] }, 'a reference'],
		[{ success: true, tmpReference: null }, 'a reference'],
		[{ success: 0, tmpReference: 'TMP7' }, 'a yes or no, under the reference TMP7'],
	])('may have been made where the answer settles nothing: %j', async (body, what) => {
		expect(await answered(body)).toMatchObject({
			error: `The Moving Portal answered with something else than ${what}`,
			details: { httpCode: 200, mayHaveHappened: true },
		});
	});

	it('is passed on as it comes', async () => {
		const body = { TmpReference: 'TMP7', results: [] };
		expect(await answered(body, 201)).toEqual(body);
	});

	it('without such a product, or such a result, is refused in their words', async () => {
		const other = { ...smallQuote, productCode: 'NOSUCHPRODUCT' };
		expect((await bench.run('movingPortal', other as INodeParameters)).error?.description).toContain(
			'NOSUCHPRODUCT is not an active product of your firm',
		);
		const [{ tmpReference } = { tmpReference: '' }] = bench.control.movingPortal.addQuotes({ count: 1 });
		const { error } = await run('updateFees', { tmpReference, resultSequence: 2, yourFeeInclVAT: 1 });
		expect(error?.description).toContain('The quote has no such result');
	});
});
