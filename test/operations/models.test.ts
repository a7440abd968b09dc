import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Fields } from '../../nodes/shared/fields';
import { CARD, NATIVE } from '../partners/smartMove/order';
import { partners } from '../support/pack';
import { toolOf } from '../support/toolOf';
import { useSimulator } from '../support/useSimulator';
import { OPERATIONS } from './cases';

/** Every field that pays, or declares something in somebody’s name, by the operations that have it. */
const BINDING: Record<string, string[]> = {
	'movem application create': ['Check Only', 'If It Already Exists', 'Options → Keep at Least (Credits)'],
	'movem application upsert': ['Check Only', 'Options → Keep at Least (Credits)'],
	'movingPortal referral create': [
		'Referral (JSON)',
		'Columns → Total Fee Including VAT',
		'Columns → Your Fee Including VAT',
		'Columns → Access Send Without Firm Name',
		'Columns → Customer Receive SMS',
		'Columns → Customer 2 Receive SMS',
		'Columns → Customer 3 Receive SMS',
		'Columns → Customer 4 Receive SMS',
		'Total Fee Including VAT',
		'Customers → Receive SMS',
		'Additional Fields → Access Details → Send Without Firm Name',
		'Additional Fields → Your Fee Including VAT',
		'If It Already Exists',
		'Check Only',
	],
	'movingPortal quote create': [
		'Customers → Receive SMS',
		'Additional Fields → Access Details → Send Without Firm Name',
		'Additional Fields → Your Fee Including VAT',
	],
	'movingPortal quote updateFees': ['Your Fee Including VAT'],
	'smartMove application create': ['Additional Fields → Screening → Landlord Pays', 'Check Only'],
	'smartMove application createAndWait': [
		'Landlord Pays',
		'Credit Card',
		'FCRA Agreement Accepted',
		'Check Only',
	],
	'smartMove application createNative': [
		'Landlord Pays',
		'Credit Card',
		'FCRA Agreement Accepted',
		'Check Only',
	],
	'sprove property create': ['If It Already Exists'],
};

/** Words that a field which pays or declares is likely to have in its label or name. */
const SIGNS = /card|pays|payment|\bfees?\b|agree|accept|consent|credits|receive|without firm/i;

/** Fields with such a word that neither pay nor declare. */
const HARMLESS = /^Send Customer Receipt$/;

interface Found {
	label: string;
	isBinding: boolean;
}

/** Every field, those inside others too. What is inside a binding one is binding. */
function fieldsIn(fields: Fields, path: string[] = [], within = false): Found[] {
	const withValue = Object.values(fields).filter(({ property }) => property.type !== 'notice');
	return withValue.flatMap(({ property, binding, inner = {} }) => {
		const here = [...path, property.displayName];
		const isBinding = within || binding === true;
		return [{ label: here.join(' → '), isBinding }, ...fieldsIn(inner, here, isBinding)];
	});
}

/** The outermost of those that are marked. */
function marked(fields: Fields, path: string[] = []): string[] {
	return Object.values(fields).flatMap(({ property, binding, inner = {} }) => {
		const here = [...path, property.displayName];
		return binding ? [here.join(' → ')] : marked(inner, here);
	});
}

describe.each(Object.entries(OPERATIONS))('%s', (name, { definition }) => {
	it('marks what pays or declares, and nothing else', () => {
		expect(marked(definition.fields).sort()).toEqual([...(BINDING[name] ?? [])].sort());
	});

	it('has no field that sounds like it and is not marked', () => {
		const suspects = fieldsIn(definition.fields).filter(({ label, isBinding }) => {
			const [last = ''] = label.split(' → ').slice(-1);
			return !isBinding && SIGNS.test(last) && !HARMLESS.test(last);
		});
		expect(suspects.map(({ label }) => label)).toEqual([]);
	});
});

const bench = useSimulator();
const asked = (type: string) =>
	`={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('it', \`\`, '${type}') }}`;

const order = {
	...NATIVE,
	resource: 'application',
	operation: 'createNative',
	applicants: "={{ $fromAI('email', ``, 'string') }}",
} as INodeParameters;
const item = { it: true, email: 'pat.renter@example.test', agreed: true } as IDataObject;

describe('an order by a model', () => {
	const tool = toolOf(partners.smartMove.node());

	it('is placed where the model fills in no more than the applicants', async () => {
		const { error } = await bench.run('smartMove', order, [item], tool);
		expect(error).toBeUndefined();
		expect(bench.lines()).toEqual(['POST /smartmove/api/smartmove/application/create/embedded']);
	});

	it.each([
		['FCRA Agreement Accepted', { agreement: asked('boolean') }],
		['Landlord Pays', { LandlordPays: asked('boolean') }],
		['Credit Card', { LandlordPays: true, card: { values: { ...CARD, cardNumber: asked('string') } } }],
		['Credit Card', { LandlordPays: true, card: { values: { ...CARD, cardNumber: '={{ $json.it }}' } } }],
	])('is not placed where it fills in %s', async (label, parameters) => {
		const given = { ...order, ...parameters } as INodeParameters;
		const { error } = await bench.run('smartMove', given, [item], tool);
		expect(error?.message).toBe(`No AI model may fill in “${label}”`);
		expect(error?.description).toMatch(/Set it in the node.*Nothing was sent to SmartMove/);
		expect(bench.arrived()).toEqual([]);
	});

	it('is not placed with an agreement that comes with the model’s words', async () => {
		const given = { ...order, agreement: '={{ $json.agreed }}' };
		expect((await bench.run('smartMove', given, [item], tool)).error).toBeDefined();
		expect(bench.arrived()).toEqual([]);
		// Outside of a tool the same is the user's own data.
		expect((await bench.run('smartMove', given, [item])).error).toBeUndefined();
	});

	it('is placed with a card that a named node has', async () => {
		const cardNumber = '={{ $("Source").item.json.card }}';
		const given = { ...order, LandlordPays: true, card: { values: { ...CARD, cardNumber } } };
		const items = [{ ...item, card: CARD.cardNumber }];
		expect((await bench.run('smartMove', given, items, tool)).error).toBeUndefined();
		expect(bench.arrived()).toHaveLength(1);
	});

	it('fails for every item under "Continue", as all of them would be signed by it', async () => {
		const given = { ...order, agreement: asked('boolean') };
		const { output } = await bench.run('smartMove', given, [item, item], {
			...tool,
			onError: 'continueRegularOutput',
		});
		expect(output).toHaveLength(2);
		expect(output[1]?.json).toMatchObject({ details: { fields: ['FCRA Agreement Accepted'] } });
		expect(bench.arrived()).toEqual([]);
	});
});

describe('a referral from columns by a model', () => {
	const tool = toolOf(partners.movingPortal.node());
	const referral = (columns?: IDataObject) =>
		({
			resource: 'referral',
			operation: 'create',
			specify: 'columns',
			...(columns && { columns }),
		}) as INodeParameters;
	const automatically = { mappingMode: 'autoMapInputData', value: null, schema: [] };
	const each = (value: IDataObject) => ({ mappingMode: 'defineBelow', value, schema: [] });

	it.each([
		['Columns', automatically, tool],
		['Columns', undefined, tool],
		['Columns → Total Fee Including VAT', each({ totalFeeInclVAT: '={{ $json.fee }}' }), tool],
		['Columns → Total Fee Including VAT', each({ totalFeeInclVAT: asked('number') }), {}],
		['Columns → Customer 2 Receive SMS', each({ customers_2_receiveSMS: asked('boolean') }), {}],
	])('is not sent where it fills in %s', async (label, columns, more) => {
		const { error } = await bench.run('movingPortal', referral(columns), [{ fee: 620 }], more);
		expect(error?.message).toBe(`No AI model may fill in “${label}”`);
		expect(bench.arrived()).toEqual([]);
	});
});

it('a model cannot switch off what keeps Movem’s credits', async () => {
	const create = {
		resource: 'application',
		operation: 'create',
		name: 'Ada',
		email: 'ada@example.test',
		property: 'Flat 3',
	};
	for (const parameters of [{ options: { keepCredits: asked('number') } }, { ifExists: asked('string') }]) {
		const { error } = await bench.run('movem', { ...create, ...parameters }, [{ it: 0 }]);
		expect(error?.message).toContain('No AI model may fill in');
	}
	expect(bench.arrived()).toEqual([]);
});
