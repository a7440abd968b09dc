import { OPERATIONS } from '../operations/cases';
import { partners } from '../support/pack';

/** The operations that pay for something or let somebody be written to, with what their notice has to say. */
const NOTICES: Record<string, RegExp[]> = {
	// Movem contract, section 6, no. 2: one credit each; field `email`: Movem does not write to it.
	'movem application create': [/one credit for each new tenant/, /Movem writes to nobody: pass the link/],
	'movem application upsert': [
		/one credit for each new tenant/,
		/known by email and property/,
		/Movem writes to nobody: pass the link/,
	],
	// It costs nothing; the notice says what an existing one is known by.
	'sprove property upsert': [/known by its name and address/],
	// The Moving Portal’s contract, section 1: the test systems send real mail, but not to .nosend.
	'movingPortal referral create': [/test system sends real mail/, /\.nosend/],
	// The Moving Portal’s contract, section 3.2: there is no call that removes a note.
	'movingPortal note create': [/The Moving Portal reads every note/, /cannot be taken back/],
	// SmartMove contract, section 6, no. 3 and 10: placed at once, and mail goes out in the sandbox too.
	'smartMove application createAndWait': [/at once/, /landlord and to every applicant, in the sandbox too/],
	'smartMove application createNative': [/at once/, /landlord and to every applicant, in the sandbox too/],
	// The hosted order is completed on its page, and is then what a native one is.
	'smartMove application create': [
		/Orders nothing yet/,
		/landlord and to every applicant, in the sandbox too/,
	],
	// SmartMove contract, section 6: only where the applicants pay.
	'smartMove applicant add': [/for that applicant to pay/, /writes to each of them, in the sandbox too/],
};

/** Nothing stops n8n’s Retry On Fail from ordering once more (docs/behaviour.md, If It Already Exists). */
const ORDERS_AGAIN = ['smartMove application createAndWait', 'smartMove application createNative'];

const shownFor = (name: string, kind: string) => {
	const { partner, resource, value } = OPERATIONS[name]!;
	return partners[partner].node().description.properties.filter(({ displayOptions, ...property }) => {
		const { show } = displayOptions ?? {};
		return (
			(property.type === kind || property.name === kind) &&
			show?.resource?.includes(resource) &&
			show.operation?.includes(value)
		);
	});
};

describe.each(Object.keys(OPERATIONS))('%s', (name) => {
	const expected = NOTICES[name] ?? [];

	it(expected.length > 0 ? 'says what it costs and whom it writes to' : 'has no such notice', () => {
		const { notice = '' } = OPERATIONS[name]!.definition;
		expect(notice !== '').toBe(expected.length > 0);
		for (const said of expected) expect(notice).toMatch(said);
		if (ORDERS_AGAIN.includes(name)) expect(notice).toContain('Leave Retry On Fail');
	});

	it('shows it above all its fields, and tells it to a model', () => {
		const { definition, partner, resource, value } = OPERATIONS[name]!;
		const { properties } = partners[partner].node().description;
		const own = properties.filter(
			({ displayOptions }) =>
				displayOptions?.show?.resource?.includes(resource) &&
				displayOptions.show.operation?.includes(value) &&
				!displayOptions.show['@tool'],
		);
		const [first] = own.filter(({ name: property }) => property !== 'operation');
		if (definition.notice) expect(first).toMatchObject({ type: 'notice', displayName: definition.notice });
		const [told, ...others] = shownFor(name, 'toolDescription');
		expect(others).toEqual([]);
		expect(told?.displayOptions?.show?.['@tool']).toEqual([true]);
		for (const part of [definition.action, definition.description, definition.notice ?? ''])
			expect(told?.default).toContain(part);
	});
});

it('asks for care with the card only where a card is asked for', () => {
	for (const value of ['createNative', 'createAndWait']) {
		const notices = shownFor(`smartMove application ${value}`, 'notice');
		const aboutCards = notices.filter(({ displayName }) => /card/i.test(displayName));
		expect(aboutCards).toHaveLength(1);
		expect(aboutCards[0]?.displayOptions?.show).toMatchObject({ LandlordPays: [true] });
	}
});

it('is not about operations that there are not', () => {
	expect(Object.keys(NOTICES).filter((name) => !OPERATIONS[name])).toEqual([]);
});
