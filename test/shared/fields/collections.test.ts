import {
	collection,
	toNodeProperties,
	flag,
	group,
	list,
	FieldPath,
	readFields,
	shownFor,
	text,
} from '../../../nodes/shared/fields';
import { nodeProperties, requestOptions } from '../../../nodes/shared/execution/nodeProperties';
import { defineOperation } from '../../../nodes/shared/operation';
import { cutToLimit, limitOf } from '../../../nodes/shared/fields/returnAll';
import { acme } from '../../support/acme';
import { read } from './reading';

const name = text({ displayName: 'Name', required: true });
const nick = text({ displayName: 'Nick' });

describe('a collection', () => {
	const fields = collection({ displayName: 'More', fields: { name, nick } });

	it('reads what was added and nothing else', () => {
		expect(read(fields, {})).toMatchObject({ value: {}, broken: [] });
		expect(read(fields, { nick: 'A', other: 1 })).toMatchObject({ value: { nick: 'A' }, broken: [] });
		expect(read(fields, { name: '' }).broken).toEqual(['More → Name must be filled in']);
		expect(read(fields, 'x').broken).toEqual(['More must be an object']);
	});

	it('can need at least one that is filled in', () => {
		const some = collection({
			displayName: 'More',
			atLeastOne: true,
			fields: { first: nick, second: text({ displayName: 'Second' }) },
		});
		for (const raw of [undefined, {}, { first: '' }, { first: ' ', second: null }])
			expect(read(some, raw).broken).toEqual(['More needs at least one of Nick, Second']);
		expect(read(some, { second: 'x' }).broken).toEqual([]);
	});
});

describe('a group', () => {
	it('is given whole or not at all', () => {
		const optional = group({ displayName: 'Address', fields: { name, nick } });
		for (const raw of [undefined, {}, { values: undefined }])
			expect(read(optional, raw)).toMatchObject({ value: undefined, broken: [] });
		expect(read(optional, { values: { nick: 'x' } }).broken).toEqual(['Address → Name must be filled in']);
		expect(read(optional, { values: { name: 'x' } }).value).toEqual({ name: 'x', nick: undefined });
		expect(optional.property).toMatchObject({ placeholder: 'Add Address', default: {} });
		const required = group({ displayName: 'Address', fields: { name }, required: true });
		expect(required.property).toMatchObject({ placeholder: 'Add Address (Required)', default: {} });
		expect(read(required, {}).broken).toEqual(['Address must be added']);
	});
});

describe('a list', () => {
	const people = list({ displayName: 'People', min: 1, max: 2, fields: { name } });

	it('numbers its entries as the panel shows them, from 1', () => {
		expect(read(people, { values: [{ name: 'A' }, { name: '' }] }).broken).toEqual([
			'People 2 → Name must be filled in',
		]);
		expect(read(people, { values: [{ name: 'A' }] }).value).toEqual([{ name: 'A' }]);
	});

	it('is open by default where it needs an entry', () => {
		expect(people.property).toMatchObject({ default: { values: [{}] } });
		expect(read(people, people.property.default).broken).toEqual(['People 1 → Name must be filled in']);
		expect(list({ displayName: 'People', fields: { name } }).property).toMatchObject({ default: {} });
	});

	it('keeps its bounds', () => {
		for (const raw of [undefined, {}, { values: [] }, { values: 'x' }])
			expect(read(people, raw).broken).toEqual(['People must be added']);
		expect(read(people, { values: Array(3).fill({ name: 'A' }) }).broken).toEqual([
			'People can be at most 2, not 3',
		]);
	});
});

describe('a field that is shown beside certain values of another', () => {
	const fields = { on: flag({ displayName: 'On' }), name: shownFor({ on: [true] }, name) };
	const values = (raw: Record<string, unknown>) => {
		const broken: string[] = [];
		const path = new FieldPath({
			timeZone: 'UTC',
			addIssue: (label) => broken.push(label),
			secret: () => {},
		});
		return { values: readFields(fields, (key) => raw[key], path), broken };
	};

	it('is not read elsewhere, even when it still holds something', () => {
		expect(values({ on: false, name: 'left over' })).toEqual({ values: { on: false }, broken: [] });
		expect(values({ on: true, name: '' })).toMatchObject({ broken: ['Name'] });
	});

	it('is drawn where its operation is shown and where its sibling says so', () => {
		expect(toNodeProperties(fields, { operation: ['create'] })[1]).toMatchObject({
			name: 'name',
			displayOptions: { show: { operation: ['create'], on: [true] } },
		});
	});
});

describe('the panel', () => {
	const operation = defineOperation({
		name: 'Get',
		action: 'Get a thing',
		description: 'Read it',
		contract: 'getThing',
		fields: { name },
		run: async () => ({}),
	});
	const panel = nodeProperties(acme, {
		thing: { name: 'Thing', operations: { get: operation }, default: 'get' },
	});

	it('has resource, operation, the operation’s fields and the request options, in that order', () => {
		expect(panel.map(({ name: field }) => field)).toEqual([
			'resource',
			'operation',
			'toolDescription',
			'name',
			'requestOptions',
		]);
		expect(panel[1]).toMatchObject({
			default: 'get',
			displayOptions: { show: { resource: ['thing'] } },
			options: [{ name: 'Get', value: 'get', action: 'Get a thing', description: 'Read it' }],
		});
		expect(panel[3]).toMatchObject({ displayOptions: { show: { resource: ['thing'], operation: ['get'] } } });
	});

	it('bounds the request options', () => {
		expect(read(requestOptions, { concurrency: 51 }).broken).toEqual([
			'Request Options → Requests at Once must be 50 or less',
		]);
		expect(read(requestOptions, { concurrency: 0 }).broken).toEqual([
			'Request Options → Requests at Once must be 1 or more',
		]);
		expect(read(requestOptions, { retries: 11 }).broken).toEqual([
			'Request Options → Retries must be 10 or less',
		]);
		expect(read(requestOptions, { timeout: 0 }).broken).toEqual([
			'Request Options → Timeout (Seconds) must be 1 or more',
		]);
	});
});

describe('Limit', () => {
	it('is what is wanted, or no end under Return All', () => {
		expect(limitOf({ returnAll: false, limit: 3 })).toBe(3);
		expect(limitOf({ returnAll: true, limit: 3 })).toBe(Infinity);
	});

	it('tells the user only when something was left out', () => {
		const said: string[] = [];
		const tools = { addHint: (message: string) => said.push(message) };
		expect(cutToLimit([1, 2], 2, 'leads', tools)).toEqual([1, 2]);
		expect(said).toEqual([]);
		expect(cutToLimit([1, 2, 3], 2, 'leads', tools)).toEqual([1, 2]);
		expect(said).toHaveLength(1);
	});
});
