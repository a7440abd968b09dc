import '../support/environment';
import { partners, triggers, type PartnerName } from '../support/pack';

/** What users have in their saved workflows: names, values and defaults may not change by accident. */
describe.each(Object.keys(partners) as PartnerName[])('%s', (name) => {
	it('has the panel it had', () => {
		expect(partners[name].node().description).toMatchSnapshot();
	});

	it('has the credential it had', () => {
		const { properties, test } = partners[name].type();
		expect({ properties, test }).toMatchSnapshot();
	});
});

describe.each(Object.entries(triggers))('%s', (_, trigger) => {
	it('has the panel it had', () => {
		expect(trigger().description).toMatchSnapshot();
	});
});
