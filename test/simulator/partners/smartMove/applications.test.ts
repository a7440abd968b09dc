import { startSimulator, type Simulator } from '../../../../simulator/http/server';
import { CARD, KEY, order, paidOrder, PAT, PROPERTY, SAM, screening } from '../../support/screening';

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ now: '2025-03-01T09:30:00.670Z' });
});
afterAll(() => simulator.close());
beforeEach(() => simulator.control.reset());

const { send, hosted, native, place, details, list, status, reportUrl, cancel, add, remove } = screening(
	() => simulator,
);
const state = () => simulator.control.state().partners.smartMove;
const NOBODY = { applicationId: 1, referenceId: 'x' };

describe('the key', () => {
	it.each([
		['right', KEY, 200],
		['missing', {}, 401],
		['wrong', { 'x-apiKey': '00000000-0000-0000-0000-000000000000' }, 401],
		['in another header', { authorization: KEY['x-apiKey'] }, 401],
	])('that is %s', async (_name, headers, expected) => {
		const reply = await send('/application/all', { referenceId: 'x' }, headers);
		expect(reply.status).toBe(expected);
		if (expected === 401) expect(reply.body).toEqual({ Message: expect.stringMatching(/API key/) });
	});
});

describe('a native order', () => {
	it('answers the application id and writes to every tenant', async () => {
		const reply = await native();
		expect(reply).toMatchObject({ status: 200, text: '70001' });
		expect(await details(70001)).toMatchObject({
			ApplicationId: 70001,
			LandlordPays: false,
			Status: 'Active',
			Property: {
				PropertyId: 30001,
				Name: 'Elm House',
				PropertyIdentifier: '9 Elm St',
				UnitNumber: '2B',
				Street: '9 Elm St',
				City: 'Albany',
				State: 'NY',
				Zip: '12208',
			},
			Applicants: [
				{
					EmailAddress: PAT,
					ApplicantStatus: 'NoActivity',
					RequestCreatedDate: '2025-03-01T09:30:00.67',
					RequestExpirationDate: '2025-04-30T09:30:00.67',
					MiddleName: null,
				},
				{ EmailAddress: SAM, ApplicantStatus: 'NoActivity' },
			],
			CreditRecommendation: 0,
			CreditRecommendationPolicyText: 'Unavailable',
		});
		expect(await status(70001)).toBe('Pending');
	});

	it.each([
		['string', '"70001"'],
		['object', '{"ApplicationId":70001}'],
	] as const)('may answer the id as a %s', async (applicationIdAs, text) => {
		simulator.control.smartMove.setSwitches({ applicationIdAs });
		expect((await native()).text).toBe(text);
	});

	it('may carry everything, up to every limit', async () => {
		const long = (length: number) => 'x'.repeat(length);
		const reply = await native({
			...paidOrder({ firstName: long(50), lastName: long(50) }),
			Application: {
				Applicants: [PAT],
				LandlordPays: true,
				declineForOpenBankruptcies: true,
				openBankruptcyWindow: 120,
			},
			Customer: { referenceId: long(100) },
			Property: {
				...PROPERTY,
				LandlordFirstName: long(50),
				LandlordLastName: long(50),
				LandlordStreetAddressLineOne: long(100),
				LandlordStreetAddressLineTwo: long(100),
				LandlordCity: long(100),
				LandlordPhoneNumber: long(15),
				LandlordPhoneExtension: long(6),
				UnitNumber: long(50),
				Street: long(100),
				PropertyName: long(50),
				City: long(50),
				Classification: 'Subsidized',
			},
			RequestParameters: {
				postbackUri: 'http://127.0.0.1:9/x',
				postback_username: '',
				postback_password: '',
				referenceId: '',
				referenceText: '',
				sendCustomerReceipt: false,
			},
		});
		expect(reply.text).toBe('70001');
		expect(simulator.control.violations()).toEqual([]);
	});

	it.each([
		[
			'an agreement that is not accepted',
			order({ Property: { ...PROPERTY, IsFcraAgreementAccepted: false } }),
			'The FCRA agreement must be accepted.',
		],
		[
			'a tenant listed twice',
			order({
				Application: {
					Applicants: [PAT, PAT.toUpperCase()],
					LandlordPays: false,
					declineForOpenBankruptcies: false,
				},
			}),
			`${PAT} is on the application twice.`,
		],
	])('is refused for %s', async (_name, body, Message) => {
		expect(await native(body)).toMatchObject({ status: 400, body: { Message } });
		expect(state().applications).toEqual([]);
		expect(simulator.control.violations()).toEqual([]);
	});

	it.each(
		[
			...Object.keys(PROPERTY).map((field) => `Property.${field}`),
			'Application.Applicants',
			'Application.LandlordPays',
			'Application.declineForOpenBankruptcies',
			'Application',
			'Property',
			'Customer',
			'Product',
		].map((field) => [field]),
	)('requires %s', async (field) => {
		const body = structuredClone(order()) as unknown as Record<string, Record<string, unknown>>;
		const [outer = '', inner] = field.split('.');
		if (inner === undefined) delete body[outer];
		else delete body[outer]?.[inner];
		const reply = await native(body);
		expect(reply.status).toBe(400);
		expect(reply.text).toContain(`body ${field} is required`);
	});

	it.each(
		Object.keys(PROPERTY).filter((field) => !['Classification', 'IsFcraAgreementAccepted'].includes(field)),
	)('does not take an empty %s', async (field) => {
		const reply = await native(order({ Property: { ...PROPERTY, [field]: '' } }));
		expect(reply.status).toBe(400);
		expect(reply.text).toContain(`body Property.${field} must not be empty`);
	});

	const application = (change: object) =>
		order({
			Application: { Applicants: [PAT], LandlordPays: false, declineForOpenBankruptcies: false, ...change },
		});
	it.each([
		['no tenant', application({ Applicants: [] }), 'Application.Applicants'],
		[
			'a tenant without an address',
			application({ Applicants: ['pat'] }),
			'Applicants[0] is not a valid email',
		],
		[
			'bankruptcies without a window',
			application({ declineForOpenBankruptcies: true }),
			'Application.openBankruptcyWindow is required',
		],
		[
			'a window too short',
			application({ declineForOpenBankruptcies: true, openBankruptcyWindow: 5 }),
			'Application.openBankruptcyWindow must be >= 6',
		],
		[
			'a window too long',
			application({ declineForOpenBankruptcies: true, openBankruptcyWindow: 121 }),
			'Application.openBankruptcyWindow must be <= 120',
		],
		['text for a switch', application({ LandlordPays: 'no' }), 'Application.LandlordPays must be boolean'],
		['an older field', application({ Rent: 900 }), 'Application.Rent is not in the contract'],
		['another product', order({ Product: 'PackageCore' }), 'Product must be one of PackageCorePlusEviction'],
		[
			'another class',
			order({ Property: { ...PROPERTY, Classification: 'Luxury' } }),
			'Property.Classification must be one of Conventional, Subsidized',
		],
		[
			'a state in full',
			order({ Property: { ...PROPERTY, State: 'New York' } }),
			'Property.State is longer than 2 characters',
		],
		[
			'nine digits of zip',
			order({ Property: { ...PROPERTY, Zip: '12208-0001' } }),
			'Property.Zip is longer than 5 characters',
		],
		[
			'a number for a reference',
			order({ Customer: { referenceId: 42 } }),
			'Customer.referenceId must be string',
		],
		[
			'a reference too long',
			order({ Customer: { referenceId: 'x'.repeat(101) } }),
			'Customer.referenceId is longer than 100 characters',
		],
		['a landlord without a card', { ...paidOrder(), CreditCard: undefined }, 'CreditCard is required'],
		['a card that pays for nothing', order({ CreditCard: CARD }), 'CreditCard does not belong here'],
		[
			'a postback to nowhere',
			order({ RequestParameters: { postbackUri: 'yoursite' } }),
			'RequestParameters.postbackUri is not a valid uri',
		],
	])('with %s is off the contract', async (_name, body, words) => {
		const reply = await native(body);
		expect(reply.status).toBe(400);
		expect((reply.body as { Message: string }).Message).toContain(words);
		expect(simulator.control.violations()).toHaveLength(1);
		expect(state().applications).toEqual([]);
	});

	it('may name a window of 0 while the flag is off, as the samples do', async () => {
		expect((await native(application({ openBankruptcyWindow: 0 }))).status).toBe(200);
	});
});

describe('a hosted order', () => {
	it('needs the customer only and answers a link, ordering nothing', async () => {
		const reply = await hosted();
		expect(reply.status).toBe(200);
		expect(reply.body).toMatch(
			/^http:\/\/127\.0\.0\.1:\d+\/smartmove\/smartmove\/api\/create\/[0-9a-f]{48}$/,
		);
		expect(await list()).toEqual([]);
		expect(state().hosted).toEqual([{ customerReference: 'cust-42', applicationId: null }]);
	});

	it('takes the documents samples, empty texts and all', async () => {
		const { IsFcraAgreementAccepted, ...property } = PROPERTY;
		const body = {
			Product: 'PackageCorePlusEviction',
			Application: { Applicants: [PAT, SAM], declineForOpenBankruptcies: false, openBankruptcyWindow: 0 },
			Customer: { referenceId: '123' },
			Property: { ...property, UnitNumber: '' },
			RequestParameters: {
				postbackUri: 'http://hooks.example.test',
				postback_password: '',
				postback_username: '',
				referenceId: '',
			},
		};
		expect((await hosted(body)).status).toBe(200);
		const Property = { IsFcraAgreementAccepted };
		expect((await hosted({ Customer: { referenceId: '1' }, Property })).status).toBe(200);
		expect(simulator.control.violations()).toEqual([]);
	});

	it.each([
		['no customer', {}, 'Customer is required'],
		['an empty reference', { Customer: { referenceId: '' } }, 'Customer.referenceId must not be empty'],
		['a card', { Customer: { referenceId: 'c' }, CreditCard: CARD }, 'CreditCard is not in the contract'],
		[
			'a window too short',
			{
				Customer: { referenceId: 'c' },
				Application: { declineForOpenBankruptcies: true, openBankruptcyWindow: 5 },
			},
			'openBankruptcyWindow must be >= 6',
		],
	])('with %s is off the contract', async (_name, body, words) => {
		const reply = await hosted(body);
		expect(reply.status).toBe(400);
		expect(reply.text).toContain(words);
	});
});

describe('an application', () => {
	it('is known to its own customer only, by a reference of text or number', async () => {
		const applicationId = await place(order({ Customer: { referenceId: '111' } }));
		const read = (referenceId: unknown) => send('/application/details', { applicationId, referenceId });
		expect((await read('111')).status).toBe(200);
		expect((await read(111)).status).toBe(200);
		expect(await read('112')).toMatchObject({
			status: 400,
			body: { Message: 'There is no application 70001 for this customer.' },
		});
	});

	it.each([
		'/application/details',
		'/application/cancel',
		'/application/reportUrl',
		'/application/report/status',
	])('that does not exist is 400 for %s', async (path) => {
		expect(await send(path, NOBODY)).toMatchObject({
			status: 400,
			body: { Message: 'There is no application 1 for this customer.' },
		});
	});

	it('can be cancelled once, until the reports are requested', async () => {
		const id = await place();
		expect(await cancel(id)).toMatchObject({ status: 200, text: '' });
		expect(await details(id)).toMatchObject({ Status: 'Cancelled' });
		expect(await list()).toMatchObject([
			{ IsCancellable: false, CanAddApplicants: false, Status: 'Cancelled' },
		]);
		expect((await cancel(id)).body).toEqual({ Message: 'The application is cancelled already.' });

		const late = await place();
		for (const step of ['accept', 'completeIdentity', 'requestReports'] as const)
			simulator.control.smartMove[step]({ applicationId: late, email: PAT });
		expect((await cancel(late)).body).toEqual({ Message: 'The application can no longer be cancelled.' });
		expect(await list()).toMatchObject([{ ApplicationId: late, IsCancellable: false }, {}]);
	});

	it('hands out the report link when the report is ready, earlier only under the switch', async () => {
		const id = await place();
		expect(await reportUrl(id)).toMatchObject({
			status: 400,
			body: { Message: 'The report is not ready yet; it is Pending.' },
		});
		simulator.control.smartMove.makeReady({ applicationId: id });
		const { status: code, body } = await reportUrl(id);
		expect(code).toBe(200);
		expect(body).toMatch(/\/smartmove\/smartmove\/api\/application\/report\/[0-9a-f]{48}$/);
		simulator.control.smartMove.setSwitches({ earlyReportUrl: true });
		expect((await reportUrl(await place())).status).toBe(200);
	});
});

describe('a tenant', () => {
	it('can be added while the tenants pay and the application lasts', async () => {
		const id = await place();
		expect(await add(id, 'kim.renter@example.test')).toMatchObject({ status: 200, text: '' });
		expect((await details(id)).Applicants.map(({ EmailAddress }) => EmailAddress)).toEqual([
			PAT,
			SAM,
			'kim.renter@example.test',
		]);
		expect((await add(id, PAT.toUpperCase())).status).toBe(400);

		simulator.control.smartMove.makeReady({ applicationId: id });
		expect((await add(id, 'late@example.test')).body).toEqual({
			Message: 'Applicants cannot be added to a completed application.',
		});
		const paid = await place(paidOrder());
		expect((await add(paid, SAM)).body).toEqual({
			Message: 'Applicants can only be added if the tenants pay.',
		});
	});

	it('can be taken off until they answer, and never the last', async () => {
		const id = await place();
		simulator.control.smartMove.accept({ applicationId: id, email: PAT });
		expect((await remove(id, PAT)).body).toEqual({ Message: `${PAT} has already responded to the request.` });
		expect((await remove(id, 'nobody@example.test')).body).toEqual({
			Message: 'nobody@example.test is not on the application.',
		});
		expect(await remove(id, SAM.toUpperCase())).toMatchObject({ status: 200, text: '' });
		expect((await details(id)).Applicants).toHaveLength(1);

		const alone = await place(paidOrder());
		expect(await remove(alone, PAT)).toMatchObject({
			status: 400,
			body: { Message: 'The only applicant cannot be deleted.' },
		});
	});
});

describe("what RentPrep's own clients send beside its document", () => {
	const both = 'kim.renter@example.test,lou.renter@example.test';
	const emails = async (id: number) => (await details(id)).Applicants.map(({ EmailAddress }) => EmailAddress);

	it('is taken under a switch: several addresses in one call', async () => {
		simulator.control.smartMove.setSwitches({ acceptsUndocumentedInput: true });
		const id = await place();
		expect(await add(id, both)).toMatchObject({ status: 200, text: '' });
		expect(await emails(id)).toEqual([PAT, SAM, ...both.split(',')]);
		expect(await remove(id, both.replace(',', ', '))).toMatchObject({ status: 200, text: '' });
		expect(await emails(id)).toEqual([PAT, SAM]);
		expect(simulator.control.violations()).toEqual([]);
	});

	it('is taken up to the first address that is refused', async () => {
		simulator.control.smartMove.setSwitches({ acceptsUndocumentedInput: true });
		const id = await place();
		const Message = `${PAT} is on the application already.`;
		expect(await add(id, `kim.renter@example.test,${PAT},lou.renter@example.test`)).toMatchObject({
			status: 400,
			body: { Message },
		});
		expect(await emails(id)).toEqual([PAT, SAM, 'kim.renter@example.test']);
	});

	it('is taken under a switch: a number for the customer of an order', async () => {
		simulator.control.smartMove.setSwitches({ acceptsUndocumentedInput: true });
		const customer = order({ Customer: { referenceId: 42 } });
		const applicationId = await place(customer);
		const ofText = await send('/application/details', { applicationId, referenceId: '42' });
		const ofNumber = await send('/application/details', { applicationId, referenceId: 42 });
		expect([ofText.status, ofNumber.status]).toEqual([200, 200]);

		const { body: url } = await hosted({ Customer: { referenceId: 7 } });
		simulator.control.smartMove.finishHosted({ url: String(url) });
		expect(state().applications).toMatchObject([{ customerReference: '42' }, { customerReference: '7' }]);
		expect(simulator.control.violations()).toEqual([]);
	});

	it.each([
		['several addresses', false, { email: both }, 'email is not a valid email'],
		['several, one of them none', true, { email: `${PAT},kim` }, 'email is not a valid email'],
		['several, one of them empty', true, { email: `${PAT},` }, 'email is not a valid email'],
		['no address at all', true, {}, 'email is required'],
		['anything else', true, { email: PAT, why: '' }, 'why is not in the contract'],
	])('is off the contract otherwise: %s', async (_name, acceptsUndocumentedInput, more, words) => {
		simulator.control.smartMove.setSwitches({ acceptsUndocumentedInput });
		const reply = await send('/applicant/add', { ...NOBODY, ...more });
		expect(reply.status).toBe(400);
		expect(reply.text).toContain(words);
		expect(simulator.control.violations()).toHaveLength(1);
	});

	it.each([4.5, '', null])('is off the contract otherwise: %j for the customer', async (referenceId) => {
		simulator.control.smartMove.setSwitches({ acceptsUndocumentedInput: true });
		expect((await native(order({ Customer: { referenceId } }))).status).toBe(400);
		expect(simulator.control.violations()).toHaveLength(1);
	});
});

describe('the list', () => {
	const ids = async (more: object = {}) => (await list(more)).map(({ ApplicationId }) => ApplicationId);

	it('shows a customer their own, newest first, in its own shape', async () => {
		await place();
		await place(order({ Customer: { referenceId: 'somebody else' } }));
		await place();
		expect(await ids()).toEqual([70003, 70001]);
		simulator.control.smartMove.accept({ applicationId: 70003, email: PAT });
		expect((await list())[0]).toEqual({
			ApplicationId: 70003,
			Applicants: [PAT, SAM],
			UnitNumber: null,
			LandlordPays: false,
			Property: (await details(70003)).Property,
			Status: 'InProgress',
			RenterStatuses: null,
			PaymentStatuses: [
				{ emailAddress: PAT, didAccept: true, orderPaymentId: 50001 },
				{ emailAddress: SAM, didAccept: null, orderPaymentId: null },
			],
			IsCancellable: true,
			CanAddApplicants: true,
		});
	});

	it('comes in pages of ten unless asked otherwise, counted from 0', async () => {
		const made = simulator.control.smartMove.addApplications({ count: 23 }).reverse();
		expect(await ids()).toEqual(made.slice(0, 10));
		expect(await ids({ page: 0 })).toEqual(made.slice(0, 10));
		expect(await ids({ page: 2 })).toEqual(made.slice(20));
		expect(await ids({ page: 3 })).toEqual([]);
		expect(await ids({ limit: 7, page: 1 })).toEqual(made.slice(7, 14));
		expect(await ids({ limit: 500 })).toEqual(made);
		expect((await send('/application/all', { referenceId: 'nobody' })).text).toBe('[]');
	});

	it('may be counted from 1, page 0 being page 1 then', async () => {
		const made = simulator.control.smartMove.addApplications({ count: 23 }).reverse();
		simulator.control.smartMove.setSwitches({ firstPage: 1 });
		expect(await ids({ page: 0 })).toEqual(made.slice(0, 10));
		expect(await ids({ page: 1 })).toEqual(made.slice(0, 10));
		expect(await ids({ page: 3 })).toEqual(made.slice(20));
	});
});

describe('a request off the contract', () => {
	it.each([
		['no reference', '/application/details', { applicationId: 1 }, 400, 'body referenceId is required'],
		['no id', '/application/cancel', { referenceId: 'x' }, 400, 'body applicationId is required'],
		[
			'an id as text',
			'/application/details',
			{ ...NOBODY, applicationId: '1' },
			400,
			'body applicationId must be integer',
		],
		[
			'an empty reference',
			'/application/all',
			{ referenceId: '' },
			400,
			'body referenceId must not be empty',
		],
		['no email', '/applicant/add', NOBODY, 400, 'body email is required'],
		[
			'two emails in one',
			'/applicant/add',
			{ ...NOBODY, email: `${PAT},${SAM}` },
			400,
			'body email is not a valid email',
		],
		['a limit of none', '/application/all', { referenceId: 'x', limit: 0 }, 400, 'body limit must be >= 1'],
		['a page below none', '/application/all', { referenceId: 'x', page: -1 }, 400, 'body page must be >= 0'],
		[
			'a field too many',
			'/application/cancel',
			{ ...NOBODY, why: '' },
			400,
			'body why is not in the contract',
		],
		['no body', '/application/all', undefined, 400, 'body is required'],
		['a path of the links', '/../../smartmove/api/create', NOBODY, 404, 'There is no POST'],
	])('%s is refused in words and remembered', async (_name, path, body, expected, words) => {
		const reply = await send(path, body);
		expect(reply.status).toBe(expected);
		expect((reply.body as { Message: string }).Message).toContain(words);
		expect(simulator.control.violations()).toHaveLength(1);
	});

	it('is one that is not sent as JSON', async () => {
		const reply = await send('/application/all', 'referenceId=x', {
			...KEY,
			'content-type': 'application/x-www-form-urlencoded',
		});
		expect(reply.status).toBe(415);
		expect(reply.text).toContain('it must be application/json');
	});
});
