import type { INodeParameters } from 'n8n-workflow';

import { bodyOf, succeeded, useSimulator } from '../../support/useSimulator';
import { ALL_FIELDS, changed, DOCUMENTED } from './referrals';
import { smallQuote } from './smallQuote';
import { smallReferral } from './smallReferral';

const bench = useSimulator();

const price = 'propertyValueOrPurchasePrice';
const tier = 'propertyValueTierCode';
const run = async (parameters: INodeParameters) =>
	await bench.run('movingPortal', parameters, [{}], { typeVersion: 1 });
const small = changed({ ...smallReferral, totalFeeInclVAT: 620 }, 'uniqueIntegrationReference', 'I-1');

/** A saved workflow of version 1 knows nothing of the choices of version 2. */
const { ageGivenAs: _, ...everyField } = ALL_FIELDS;

describe.each([
	['createReferral', small],
	// As n8n saves it: without resource and operation, which are the default.
	['createReferral', changed(changed(small, 'resource', undefined), 'operation', undefined)],
	['createQuote', smallQuote as INodeParameters],
])('version 1 of the node, %s', (operationId, parameters) => {
	const sent = async (changes: object) => {
		succeeded(await run({ ...parameters, ...changes }));
		const {
			[price]: value,
			[tier]: code,
			propertyAgeCode,
			yearBuilt,
		} = bodyOf(bench.arrived(operationId)[0]);
		return [value, code, propertyAgeCode, yearBuilt];
	};

	it.each([
		[{}, [285000, null, 'UNKNOWN', null]],
		[{ [tier]: '250KTO300K' }, [285000, '250KTO300K', 'UNKNOWN', null]],
		[{ [price]: '', [tier]: '250KTO300K' }, [null, '250KTO300K', 'UNKNOWN', null]],
		[{ propertyAgeCode: 'TENTOFIFTYYEARS' }, [285000, null, 'TENTOFIFTYYEARS', null]],
		[{ yearBuilt: 1890 }, [285000, null, 'UNKNOWN', 1890]],
	])('goes on sending %j', async (changes, expected) => expect(await sent(changes)).toEqual(expected));

	it.each([
		[{ [price]: '' }, 'Property Value or Purchase Price or a value tier code must be filled in'],
		[
			{ propertyAgeCode: 'TENTOFIFTYYEARS', yearBuilt: 1998 },
			'Year Built must be empty when an age code is given',
		],
	])('goes on refusing %j', async (changes, message) => {
		expect((await run({ ...parameters, ...changes })).error?.message).toBe(message);
		expect(bench.arrived()).toEqual([]);
	});
});

it('version 1 of the node sends every field that is filled in', async () => {
	succeeded(await run(everyField as INodeParameters));
	expect(bodyOf(bench.arrived('createReferral')[0])).toEqual(DOCUMENTED);
});
