import {
	binding,
	collection,
	filledByModel,
	flag,
	group,
	list,
	number,
	text,
	toNodeProperties,
} from '../../../nodes/shared/fields';

const pays = binding(flag({ displayName: 'Pays' }));
const fields = {
	pays,
	name: text({ displayName: 'Name' }),
	card: binding(
		group({ displayName: 'Card', fields: { number: text({ displayName: 'Number', secret: true }) } }),
	),
	more: collection({
		displayName: 'More',
		fields: {
			fee: binding(number({ displayName: 'Fee' })),
			note: text({ displayName: 'Note' }),
			people: list({ displayName: 'People', fields: { pays, name: text({ displayName: 'Name' }) } }),
		},
	}),
	address: group({ displayName: 'Address', fields: { street: text({ displayName: 'Street' }) } }),
};
const asked = "={{ $fromAI('x', ``, 'boolean') }}";

describe('what a model could fill in', () => {
	it.each([
		[
			'the button in the editor writes',
			"={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('Pays', ``, 'boolean') }}",
		],
		['is typed', asked],
		['is written small', "={{ $fromai('x') }}"],
		['is written half small', "={{ $fromAi('x') }}"],
		['is a part of an expression', "={{ !$fromAI('x') || true }}"],
		['stands on several lines', "={{\n\t$fromAI(\n\t'x') }}"],
	])('is seen as it %s', (_, entered) => {
		expect(filledByModel(fields, { pays: entered }, 'node')).toEqual(['Pays']);
		expect(filledByModel(fields, { pays: entered }, 'tool')).toEqual(['Pays']);
		expect(filledByModel(fields, { name: entered }, 'tool')).toEqual([]);
	});

	it.each([
		['in a group that is binding', { card: { values: { number: asked } } }, 'Card'],
		['as such a group', { card: asked }, 'Card'],
		['in a collection', { more: { fee: asked } }, 'More → Fee'],
		['in a list', { more: { people: { values: [{ name: 'A' }, { pays: asked }] } } }, 'More → People → Pays'],
		['as a collection with a binding field', { more: asked }, 'More'],
		['as a list with a binding field', { more: { people: { values: asked } } }, 'More → People'],
	])('is seen %s', (_, entered, label) => {
		expect(filledByModel(fields, entered, 'node')).toEqual([label]);
	});

	it('does not matter in other fields', () => {
		const others = {
			name: asked,
			address: { values: { street: asked } },
			more: { note: asked, people: { values: [{ name: asked }] } },
		};
		expect(filledByModel(fields, others, 'tool')).toEqual([]);
		expect(filledByModel(fields, { address: asked }, 'tool')).toEqual([]);
	});

	it('is nothing that is fixed, or comes from a node that is named', () => {
		for (const entered of [
			true,
			undefined,
			'US$ 5',
			'$fromAI is no expression here',
			'={{ $("Order").item.json.agreed }}',
			'={{ $vars.card }}',
			'={{ "US$ 5" }}',
			'={{ 1 + 1 }}',
		])
			expect([entered, filledByModel(fields, { pays: entered }, 'tool')]).toEqual([entered, []]);
	});

	it.each(['={{ $json.agreed }}', '={{ $input.item.json.agreed }}', '={{ $parameter.name }}'])(
		'is also %s in a tool, whose input is the model’s',
		(entered) => {
			expect(filledByModel(fields, { pays: entered }, 'tool')).toEqual(['Pays']);
			expect(filledByModel(fields, { pays: entered }, 'node')).toEqual([]);
		},
	);
});

it('a binding switch takes no expression in a tool, so that n8n does not offer the model for it', () => {
	const [usual, inTool, ...others] = toNodeProperties({ pays }, { operation: ['order'] });
	expect(others).toEqual([]);
	expect(usual).toMatchObject({
		name: 'pays',
		displayOptions: { show: { operation: ['order'] }, hide: { '@tool': [true] } },
	});
	expect(usual).not.toHaveProperty('noDataExpression');
	expect(inTool).toMatchObject({
		name: 'pays',
		noDataExpression: true,
		displayOptions: { show: { operation: ['order'], '@tool': [true] } },
	});
});
