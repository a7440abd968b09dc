import type { INodeParameters } from 'n8n-workflow';

import { keyInOutput, keyInRequest } from '../../../nodes/SmartMove/fields';
import { bodyOf, jsonOf, pairing, succeeded, useSimulator } from '../../support/useSimulator';
import { calls, PAT, SAM } from './calls';

const bench = useSimulator();
const { about, given, outputOf } = calls(bench);
const kept = (id: number | undefined) =>
	bench.control.state().partners.smartMove.applications.find(({ applicationId }) => applicationId === id);
const emailsOf = (id: number | undefined) => kept(id)?.applicants.map(({ email }) => email);

describe('Applicant → Add and Delete', () => {
	it('add one where the tenants pay, and say so', async () => {
		const [id] = given();
		const email = 'new.renter@example.test';
		expect(outputOf(await about('applicant', 'add', id, { email }))).toEqual([
			{ success: true, applicationId: id, customerReference: 'cust-42', email },
		]);
		expect(emailsOf(id)).toEqual([PAT, SAM, email]);
		expect(bodyOf(bench.arrived()[0])).toEqual({ applicationId: id, referenceId: 'cust-42', email });
	});

	it('delete one who has not answered, and say so', async () => {
		const [id] = given();
		expect(outputOf(await about('applicant', 'delete', id, { email: SAM }))).toEqual([
			{ success: true, applicationId: id, customerReference: 'cust-42', email: SAM, deleted: true },
		]);
		expect(emailsOf(id)).toEqual([PAT]);
		expect(bodyOf(bench.arrived()[0])).toEqual({ applicationId: id, referenceId: 'cust-42', email: SAM });
	});

	const NEW = ['new.renter@example.test', 'other.renter@example.test', 'third.renter@example.test'];

	it.each([
		['with commas', NEW.join(', ')],
		['as a list', `={{ ${JSON.stringify(NEW)} }}`],
	])('take several addresses, %s, one request each and in order', async (_, email) => {
		const [id] = given();
		const { output } = succeeded(await about('applicant', 'add', id, { email }));
		expect(jsonOf(output)).toEqual(
			NEW.map((one) => ({ success: true, applicationId: id, customerReference: 'cust-42', email: one })),
		);
		expect(pairing(output)).toEqual([0, 0, 0]);
		const sent = () => bench.arrived().map(bodyOf);
		expect(sent()).toEqual(NEW.map((one) => ({ applicationId: id, referenceId: 'cust-42', email: one })));
		expect(emailsOf(id)).toEqual([PAT, SAM, ...NEW]);

		bench.control.clearJournal();
		const gone = outputOf(await about('applicant', 'delete', id, { email: [SAM, ...NEW].join(',') }));
		expect(gone.map(({ email: one, deleted }) => [one, deleted])).toEqual(
			[SAM, ...NEW].map((one) => [one, true]),
		);
		expect(sent().map(({ email: one }) => one)).toEqual([SAM, ...NEW]);
		expect(emailsOf(id)).toEqual([PAT]);
	});

	it('say which were done when one fails, and go no further', async () => {
		const [id] = given();
		const [first, second] = NEW;
		const result = await about('applicant', 'add', id, { email: [first, SAM, second].join(',') });
		expect(result.error?.message).toBe(
			`SmartMove refuses the request: ${SAM} is on the application already.`,
		);
		for (const line of [
			`It failed for ${SAM}.`,
			`Done before, and not to be done again: ${first}.`,
			`Not tried: ${second}.`,
		])
			expect(result.error?.description?.split('\n')).toContain(line);
		expect(bench.arrived('addApplicant')).toHaveLength(2);
		expect(emailsOf(id)).toEqual([PAT, SAM, first]);
	});

	it.each([
		[[], PAT, { done: [], notDone: [PAT, 'last@example.test'], mayHaveHappened: false }],
		[
			['new.renter@example.test'],
			PAT,
			{
				done: ['new.renter@example.test'],
				notDone: [PAT, 'last@example.test'],
				mayHaveHappened: true,
				httpCode: 400,
				partnerMessage: `${PAT} is on the application already.`,
			},
		],
	])('say in the details what was done before one fails: %j', async (before, bad, details) => {
		const [id] = given();
		const email = [...before, bad, 'last@example.test'].join(',');
		const { output } = await bench.run(
			'smartMove',
			{
				resource: 'applicant',
				operation: 'add',
				customerReference: 'cust-42',
				applicationId: { __rl: true, mode: 'id', value: id },
				email,
			} as INodeParameters,
			[{}],
			{ onError: 'continueRegularOutput' },
		);
		expect(jsonOf(output)).toMatchObject([{ details }]);
		expect(bench.arrived('addApplicant')).toHaveLength(before.length + 1);
	});

	it('repeat nothing when an answer is lost after others came', async () => {
		const [id] = given();
		bench.control.faults.add({ kind: 'dropAfter', operationId: 'addApplicant', skip: 1 });
		const { error } = await about('applicant', 'add', id, { email: NEW.join(',') });
		expect(error?.description).toContain('It may have been carried out all the same');
		expect(error?.description).toContain(`It failed for ${NEW[1]}.`);
		expect(error?.description).toContain(`Done before, and not to be done again: ${NEW[0]}.`);
		expect(bench.arrived('addApplicant')).toHaveLength(2);
		expect(emailsOf(id)).toEqual([PAT, SAM, NEW[0], NEW[1]]);
	});

	it('do not speak of others where there is one address', async () => {
		const [id] = given();
		const { error } = await about('applicant', 'add', id, { email: SAM });
		expect(error?.description).not.toMatch(/It failed for|Done before|Not tried/);
	});

	it.each([
		['nobody', 'Applicant Emails must be one email address, like kim@example.test'],
		[`${NEW[0]}, nobody`, 'Applicant Emails must be one email address, like kim@example.test'],
		[`${NEW[0]}; ${NEW[1]}`, 'Applicant Emails must be one email address, like kim@example.test'],
		['={{ [] }}', 'Applicant Emails must be filled in'],
		[
			`${NEW[0]}, ${PAT}, NEW.renter@example.test`,
			'Applicant Emails must name each applicant once, but NEW.renter@example.test is there twice',
		],
	])('send nothing for %j', async (email, message) => {
		for (const operation of ['add', 'delete']) {
			const { error } = await about('applicant', operation, 70_001, { email });
			expect(error?.message).toBe(`${message}`);
		}
		expect(bench.arrived()).toEqual([]);
	});

	it('pass on in SmartMove’s words why not', async () => {
		const [id] = given();
		const [paidByLandlord] = given({ landlordPays: true });
		const [alone] = given({ emails: [PAT] });
		bench.control.smartMove.accept({ applicationId: id!, email: PAT });
		const refusals = [
			[
				await about('applicant', 'delete', id, { email: PAT }),
				`${PAT} has already responded to the request.`,
			],
			[await about('applicant', 'delete', alone, { email: PAT }), 'The only applicant cannot be deleted.'],
			[
				await about('applicant', 'delete', id, { email: 'x@example.test' }),
				'x@example.test is not on the application.',
			],
			[await about('applicant', 'add', id, { email: SAM }), `${SAM} is on the application already.`],
			[
				await about('applicant', 'add', paidByLandlord, { email: 'x@example.test' }),
				'Applicants can only be added if the tenants pay.',
			],
		] as const;
		for (const [{ error }, words] of refusals) {
			expect(error?.message).toBe(`SmartMove refuses the request: ${words}`);
			expect(error).toMatchObject({ httpCode: '400', name: 'NodeApiError' });
			expect(error?.description).not.toContain('may have been carried out');
		}
	});
});

describe('Application → Cancel', () => {
	it('cancels, says so, and cannot twice', async () => {
		const [id] = given();
		expect(outputOf(await about('application', 'cancel', id))).toEqual([
			{ success: true, applicationId: id, customerReference: 'cust-42' },
		]);
		expect(kept(id)?.status).toBe('Cancelled');
		expect(bodyOf(bench.arrived()[0])).toEqual({ applicationId: id, referenceId: 'cust-42' });
		const { error } = await about('application', 'cancel', id);
		expect(error?.message).toContain('The application is cancelled already.');
	});
});

describe('the number of an application', () => {
	it.each(['9007199254740993', '={{ 9007199254740993 }}', '={{ "9007199254740992" }}'])(
		'is refused where it would be rounded: %s',
		async (id) => {
			const { error } = await about('application', 'cancel', id);
			expect(error?.message).toMatch(/^Application must be .*$/);
			expect(error?.description).toContain('Nothing was sent to SmartMove');
			expect(bench.arrived()).toEqual([]);
		},
	);

	it('stays a text where it came from SmartMove and is too long: rounded, it would be another’s', () => {
		const one = { customerReference: 'cust-42', applicationId: '9007199254740993' };
		expect(keyInRequest(one)).toEqual({ applicationId: '9007199254740993', referenceId: 'cust-42' });
		expect(keyInOutput(one)).toEqual(one);
		expect(keyInRequest({ ...one, applicationId: '0070001' }).applicationId).toBe(70_001);
	});

	it('is sent up to the largest that is kept', async () => {
		await about('application', 'cancel', '9007199254740991');
		expect(bodyOf(bench.arrived()[0]).applicationId).toBe(9_007_199_254_740_991);
	});
});

describe.each([
	['applicant', 'add', { email: PAT }],
	['applicant', 'delete', { email: PAT }],
	['application', 'cancel', {}],
])('an answer to %s %s', (resource, operation, parameters) => {
	const answered = async (body: unknown) => {
		bench.control.faults.add({ kind: 'status', status: 200, body });
		return await about(resource, operation, 70_001, parameters);
	};

	it.each(['', 'OK', 'true', 'null', '[]', '1', '{"success":null}', '{"Success":true}', '{"success":"Yes"}'])(
		'of %j is a yes',
		async (body) => {
			expect(outputOf(await answered(body))[0]).toMatchObject({ success: true, applicationId: 70_001 });
		},
	);

	it('that is an object goes along, without overriding what was asked for', async () => {
		const [output] = outputOf(await answered({ message: 'Done', applicationId: 5 }));
		expect(output).toMatchObject({ success: true, applicationId: 70_001, message: 'Done' });
	});

	it.each([
		[false, 'it answered "false"'],
		['false', 'it answered "false"'],
		['"false"', 'it answered "false"'],
		['False', 'it answered "False"'],
		[' FALSE\n', 'it answered "FALSE"'],
		['0', 'it answered "0"'],
		['"0"', 'it answered "0"'],
		['No', 'it answered "No"'],
		[{ success: false }, 'it answered "success: false"'],
		[{ success: 0, Message: '' }, 'it answered "success: false"'],
		[{ success: false, message: 'It is completed.' }, 'It is completed.'],
		[{ Success: false, Message: 'It is completed.' }, 'It is completed.'],
		[{ SUCCESS: 'False', Error: 'It is completed.' }, 'It is completed.'],
	])('of %j is a no, in SmartMove’s words', async (body, words) => {
		const { error } = await answered(body);
		expect(error?.message).toBe(`SmartMove refuses the request: ${words}`);
		expect(error?.description).not.toContain('may have been carried out');
	});
});
