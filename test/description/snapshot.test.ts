import { isDeepStrictEqual } from 'node:util';

import '../support/environment';
import type { INodeProperties } from 'n8n-workflow';

import { earlierVersions, nodes, partners } from '../support/pack';

/** Names, values and defaults are stored in users’ workflows, so they must not change by accident. */
describe.each(Object.entries(nodes))('%s', (_, node) => {
	it('has the panel it had', () => {
		expect(node().description).toMatchSnapshot();
	});
});

describe.each(Object.entries(earlierVersions))('%s', (_, { description }) => {
	it('has the panel it had: that of the newest version, but for these fields', () => {
		const { properties: newest, ...rest } = nodes[description.name]!().description;
		const { properties, ...own } = description;
		expect(own).toEqual({ ...rest, version: description.version });
		const others = (all: INodeProperties[], these: INodeProperties[]) =>
			all.filter((property) => !these.some((other) => isDeepStrictEqual(other, property)));
		const gone = others(newest, properties).map(({ displayName, name }) => `${displayName} (${name})`);
		expect({ instead: others(properties, newest), of: gone }).toMatchSnapshot();
	});
});

describe.each(Object.entries(partners))('%s', (_, { type }) => {
	it('has the credential it had', () => {
		const { properties, test } = type();
		expect({ properties, test }).toMatchSnapshot();
	});
});
