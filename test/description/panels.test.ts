import '../support/environment';
import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import { nodes, partners } from '../support/pack';
import { offeredIn, shownFields, shownLabels } from './shown';

describe('Referral: Create', () => {
	const create = { resource: 'referral', operation: 'create' };

	it('asks for customer, property, survey, price and reference, in that order', () => {
		const labels = shownFields('movingPortal', create).filter(({ type }) => type !== 'notice');
		expect(labels.map(({ displayName }) => displayName)).toEqual([
			'Resource',
			'Operation',
			'Specify Referral',
			'Customers',
			'Property Address',
			'Property Value Given As',
			'Property Value or Purchase Price',
			'Property Type Name or ID',
			'Property Age Given As',
			'Property Age Name or ID',
			'Product Code',
			'Send as Lead',
			'Total Fee Including VAT',
			'Integration Reference',
			'Customer Reference',
			'Additional Fields',
			'If It Already Exists',
			'Check Only',
			'Request Options',
		]);
	});

	it.each(['referral', 'quote'])('asks for one of price and tier, and of age and year: %s', (resource) => {
		const shown = (choices: object) => {
			const labels = shownLabels('movingPortal', { resource, operation: 'create', ...choices });
			return labels.filter((label) => /Price|Tier|Age Name|Year/.test(label));
		};
		const [price, tier] = ['Property Value or Purchase Price', 'Property Value Tier Code'];
		const [age, year] = ['Property Age Name or ID', 'Year Built'];
		expect(shown({})).toEqual([price, age]);
		expect(shown({ valueGivenAs: 'tier' })).toEqual([tier, age]);
		expect(shown({ ageGivenAs: 'year' })).toEqual([price, year]);
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
	const waiting = ['How to Wait', 'Wait at Most', 'Unit', 'When Time Is Up', 'Check Only', 'Request Options'];
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
		const groups = required.filter(
			({ property: { type, typeOptions } }) => type === 'fixedCollection' && !typeOptions?.multipleValues,
		);
		expect(new Set(groups.map(({ property }) => property.placeholder))).toEqual(
			new Set([
				'Add Credit Card (Required)',
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

/** The longest label that n8n's panel shows whole. */
const LONGEST_LABEL = 35;

it('labels are not cut', () => {
	const labels = everyField.filter(({ property }) => property.type !== 'notice');
	expect(labels.filter(({ property }) => property.displayName.length > LONGEST_LABEL)).toEqual([]);
});

describe('a picker', () => {
	const field = (type: string, name: string) =>
		everyField.filter(({ type: other, property }) => other === type && property.name === name);
	const valuesOf = (type: string, name: string) =>
		field(type, name).map(({ property }) => [
			property.type,
			(property.options as INodePropertyOptions[]).map(({ value }) => value),
		]);

	it.each(['LandlordState', 'State'])('%s has the states of the US, and a way to choose none', (name) => {
		const all = valuesOf('smartMove', name);
		expect(all).not.toEqual([]);
		for (const [kind, values] of all) {
			expect(kind).toBe('options');
			expect(values).toHaveLength(1 + 50 + 1 + 5);
			expect(new Set(values).size).toBe(57);
			expect(values).toEqual(expect.arrayContaining(['', 'NY', 'DC', 'PR']));
		}
	});

	it('has the months of a card, in two digits', () => {
		const months = ['', '01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'];
		for (const found of valuesOf('smartMove', 'expireMonth')) expect(found).toEqual(['options', months]);
	});

	it.each(['rentCurrency', 'rent_currency', 'deposit_currency'])('%s begins with the krone', (name) => {
		for (const [kind, values] of valuesOf('sprove', name)) {
			expect(kind).toBe('options');
			expect(values?.[0]).toBe('NOK');
		}
		for (const { property } of field('sprove', name)) expect(property.default).toBe('NOK');
	});

	it('of one value is not shown, and its value is stored all the same', () => {
		for (const [type, value] of [
			['mymoveTrigger', 'newLead'],
			['movingPortalTrigger', 'notification'],
		] as const) {
			expect(field(type, 'triggerOn').map(({ property }) => [property.type, property.default])).toEqual([
				['hidden', value],
			]);
		}
	});
});

describe('a trigger', () => {
	it.each(Object.keys(nodes).filter((type) => nodes[type]!().description.polling))(
		'%s advises how often to poll, beneath Poll Times, which n8n puts first',
		(type) => {
			const [first] = shownFields(type, {});
			expect(first).toMatchObject({ type: 'notice' });
			expect(first!.displayName).toMatch(/every (15 minutes|hour)/i);
		},
	);

	it('of SmartMove says where its address is and what to do with it', () => {
		const [first] = shownFields('smartMoveTrigger', {});
		expect(first!.displayName).toMatch(/“Webhook URLs”.*“Production URL”.*“Postback URL”/);
	});
});

it('sprove is written as it writes itself', () => {
	for (const type of ['sprove', 'sproveTrigger']) {
		const { displayName, defaults } = nodes[type]!().description;
		expect([displayName, defaults.name]).toEqual([expect.stringMatching(/^sprove/), displayName]);
	}
	// n8n's lint demands a capital of a credential, and of a credential alone.
	expect(partners.sprove.type().displayName).toBe('Sprove API');
	for (const make of Object.values(nodes)) {
		// As a text, not as the name of a class or an icon.
		expect(JSON.stringify(make().description).match(/\bSprove\b/g) ?? []).toEqual([]);
	}
});
