import '../support/environment';
import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';

import { nodes } from '../support/pack';
import { offeredIn, shownFields, shownLabels } from './shown';

describe('Referral: Create', () => {
	const create = { resource: 'referral', operation: 'create' };

	it('asks for customer, property, survey, price and reference, in that order', () => {
		expect(shownLabels('movingPortal', create)).toEqual([
			'Resource',
			'Operation',
			'Specify Referral',
			'Customers',
			'Property Address',
			'Property Value or Purchase Price',
			'Property Value Tier Code',
			'Property Type Name or ID',
			'Property Age Name or ID',
			'Year Built',
			'Product Code',
			'Send as Lead',
			'Total Fee Including VAT',
			'Integration Reference',
			'Customer Reference',
			'Additional Fields',
			'If It Already Exists',
			'Request Options',
		]);
	});

	it('does not ask for the total of a lead', () => {
		const lead = shownLabels('movingPortal', { ...create, isLead: true });
		expect(lead).toContain('Send as Lead');
		expect(lead).not.toContain('Total Fee Including VAT');
		// An expression may say no.
		const perhaps = shownLabels('movingPortal', { ...create, isLead: '={{ $json.isLead }}' });
		expect(perhaps).toContain('Total Fee Including VAT');
		const json = shownLabels('movingPortal', { ...create, isLead: '={{ $json.isLead }}', specify: 'json' });
		expect(json).not.toContain('Total Fee Including VAT');
	});
});

it('Create and Wait asks for the order first and how to wait last', () => {
	const labels = shownLabels('smartMove', { resource: 'application', operation: 'createAndWait' });
	const order = ['Customer Reference', 'Landlord', 'Property', 'Additional Fields'];
	const waiting = ['How to Wait', 'Wait at Most', 'Unit', 'When Time Is Up', 'Request Options'];
	expect(labels.filter((label) => order.includes(label))).toEqual(order);
	expect(labels.slice(-waiting.length)).toEqual(waiting);
});

describe('Request Options', () => {
	const offered = (type: string, resource: string, operation: string) =>
		offeredIn(type, 'requestOptions', { resource, operation });

	it('offer how many items are handled at once only where several can come', () => {
		const atOnce = 'Requests at Once';
		expect(offered('movem', 'application', 'get')).toContain(atOnce);
		expect(offered('smartMove', 'application', 'createNative')).toContain(atOnce);
		expect(offered('movem', 'application', 'waitUntilCompleted')).not.toContain(atOnce);
		expect(offered('smartMove', 'application', 'createAndWait')).toEqual([
			'Largest Answer (MB)',
			'Retries',
			'Timeout (Seconds)',
		]);
	});

	it.each(['movemTrigger', 'mymoveTrigger', 'smartMoveTrigger', 'sproveTrigger', 'movingPortalTrigger'])(
		'%s has none',
		(trigger) => expect(shownLabels(trigger, {})).not.toContain('Request Options'),
	);
});

/** A field with all that stand in it, at any depth. */
function* within(property: INodeProperties): Generator<INodeProperties> {
	yield property;
	const inner = (property.options ?? []) as Array<INodeProperties | INodePropertyCollection>;
	for (const option of inner) {
		if ('values' in option) for (const value of option.values) yield* within(value);
		else if ('type' in option) yield* within(option);
	}
}

const everyField = Object.entries(nodes).flatMap(([type, make]) =>
	make()
		.description.properties.flatMap((property) => [...within(property)])
		.map((property) => ({ type, property })),
);

describe('what is required', () => {
	const required = everyField.filter(({ property }) => property.required);

	it('says so where n8n does not mark it', () => {
		const unmarked = required.filter(({ property }) => property.type === 'number' && property.default === '');
		expect(unmarked).not.toEqual([]);
		for (const { property } of unmarked) expect(property.hint).toMatch(/^Required/);
		const groups = required.filter(({ property }) => property.type === 'fixedCollection');
		expect(new Set(groups.map(({ property }) => property.placeholder))).toEqual(
			new Set([
				'Add Credit Card (Required)',
				// Open with the first customer, so it needs no word.
				'Add Customer',
				'Add Landlord (Required)',
				'Add Property (Required)',
				'Add Property Address (Required)',
			]),
		);
	});

	it('is open from the beginning where n8n allows it: the first customer', () => {
		const [customers] = shownFields('movingPortal', { resource: 'referral', operation: 'create' }).filter(
			({ name }) => name === 'customers',
		);
		expect(customers).toMatchObject({ default: { values: [{}] }, typeOptions: { multipleValues: true } });
	});
});
