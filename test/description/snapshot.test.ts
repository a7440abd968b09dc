import '../support/environment';
import { nodes, partners } from '../support/pack';

/** Names, values and defaults are stored in users’ workflows, so they must not change by accident. */
describe.each(Object.entries(nodes))('%s', (_, node) => {
	it('has the panel it had', () => {
		expect(node().description).toMatchSnapshot();
	});
});

describe.each(Object.entries(partners))('%s', (_, { type }) => {
	it('has the credential it had', () => {
		const { properties, test } = type();
		expect({ properties, test }).toMatchSnapshot();
	});
});
