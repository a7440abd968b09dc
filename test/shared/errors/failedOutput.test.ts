/** The item that a failure becomes, without n8n: what n8n makes of it is tested in failedItem.test.ts. */
import type { IDataObject, IExecuteFunctions, NodeOperationError } from 'n8n-workflow';

import { ErrorFactory } from '../../../nodes/shared/errors/errorFactory';
import { failedItem } from '../../../nodes/shared/errors/failedItem';
import { collection, text } from '../../../nodes/shared/fields';
import { defineOperation } from '../../../nodes/shared/operation';
import { acme, acmeNode } from '../../support/acme';

const CARD = '4000-0000-0000-0002';
const operation = defineOperation({
	name: 'Order',
	action: 'Order',
	description: 'For tests',
	contract: 'none',
	fields: {
		name: text({ displayName: 'Name' }),
		card: text({ displayName: 'Card Number', secret: true }),
		more: collection({
			displayName: 'More',
			placeholder: 'Add',
			fields: { code: text({ displayName: 'Code', secret: true }) },
		}),
	},
	run: async () => ({}),
});
const errors = new ErrorFactory(acmeNode, acme, () => [], 1);
const refused = errors.answered({ method: 'GET', path: '/' }, 400, { message: 'No' });

function failing(
	input: IDataObject,
	{
		failure = refused as unknown,
		onError = 'continueRegularOutput',
		parameters = {} as IDataObject,
		unreadable = [] as string[],
		isKnown = true,
	} = {},
) {
	const readNames: string[] = [];
	const node = { ...acmeNode, onError, parameters: { resource: 'order', operation: 'create', card: CARD } };
	const n8n = {
		getInputData: () => [{ json: { of: 'another item' } }, { json: input }],
		getNode: () => node,
		getNodeParameter: (name: string, index: number, fallback: unknown) => {
			expect(index).toBe(1);
			readNames.push(name);
			if (unreadable.includes(name)) throw new Error('The expression fails');
			return parameters[name] ?? fallback;
		},
	} as unknown as IExecuteFunctions;
	return { item: failedItem(n8n, isKnown ? operation : undefined, failure, 1), readNames };
}
const said = {
	error: 'Acme refuses the request: No [item 1]',
	details: {
		description: 'Check the values of this item against what the message says.',
		httpCode: 400,
		partnerMessage: 'No',
		mayHaveHappened: false,
	},
};

describe('a failed item under "Continue"', () => {
	it('keeps its own data beside what went wrong', () =>
		expect(failing({ row: 7, error: 'of the input' }).item).toStrictEqual({
			json: { row: 7, ...said },
			pairedItem: { item: 1 },
		}));

	it.each([
		['an error of the node’s own', new TypeError('x is no function'), 'x is no function', {}],
		['a text', 'cancelled', 'cancelled', {}],
		['nothing', null, 'null', {}],
		['an error with advice', { message: 'No', description: 'Ask.' }, 'No', { description: 'Ask.' }],
		['an error without advice', { message: 'No', description: null }, 'No', {}],
	])('says what was thrown, as far as it says anything: %s', (_, failure, error, details) =>
		expect(failing({ row: 7 }, { failure }).item.json).toStrictEqual({ row: 7, error, details }),
	);

	it('is made for an operation that there is not, too', () =>
		expect(failing({ row: 7 }, { isKnown: false }).item.json).toEqual({ row: 7, ...said }));

	it('has the values of masked fields taken out, also of those in a collection', () => {
		const input = { row: 7, number: CARD, note: 'the code is pin-1234', name: 'Ada' };
		const parameters = { name: 'Ada', card: CARD, more: { code: 'pin-1234' } };
		const { item, readNames } = failing(input, { parameters });
		expect(item.json).toEqual({ row: 7, number: '***', note: 'the code is ***', name: 'Ada', ...said });
		expect(readNames).toEqual(['card', 'more']);
	});

	it('loses its data where a masked field cannot be read: any of it may be the secret', () => {
		expect(failing({ row: 7 }, { unreadable: ['card'] }).item.json).toEqual(said);
		expect(failing({ row: 7 }, { unreadable: ['name'] }).item.json).toEqual({ row: 7, ...said });
	});
});

describe('a failed item on the error output', () => {
	const leaving = (input: IDataObject, options = {}) => {
		const { item } = failing(input, { onError: 'continueErrorOutput', ...options });
		const { error, ...own } = Object.getOwnPropertyDescriptors(item) as Record<string, PropertyDescriptor>;
		return { json: own.json?.value as unknown, paired: own.pairedItem?.value as unknown, error };
	};

	it('has its error where n8n sees it, and where n8n does not copy it', () => {
		const { json, paired, error } = leaving({ row: 7 });
		expect({ json, paired }).toEqual({ json: said, paired: { item: 1 } });
		expect(error?.enumerable).toBe(false);
		expect(error?.value).toMatchObject({
			message: `${said.error}. ${said.details.description}`,
			context: { itemIndex: 1 },
		});
	});

	it('has an error that n8n copies where its own data had a secret in it', () =>
		expect(leaving({ number: CARD }, { parameters: { card: CARD } }).error?.enumerable).toBe(true));

	it('has no full stop after a message without advice', () =>
		expect((leaving({}, { failure: new Error('x') }).error?.value as Error).message).toBe('x'));

	it('has no value of the panel in its error', () =>
		expect((leaving({}).error?.value as NodeOperationError).node.parameters).toEqual({
			resource: 'order',
			operation: 'create',
		}));
});

it('an item that n8n does not have any more has no data', () => {
	const n8n = {
		getInputData: () => [],
		getNode: () => acmeNode,
		getNodeParameter: () => null,
	} as unknown as IExecuteFunctions;
	expect(failedItem(n8n, operation, refused, 1).json).toEqual(said);
});
