import { echoed, which } from '../../../nodes/SmartMove/fields';
import { bodyOf, useSimulator } from '../support';
import { calls, PAT, SAM } from './calls';

const bench = useSimulator();
const { about, given, outputOf } = calls(bench);
const kept = (id: number | undefined) =>
	bench.control.state().partners.smartmove.applications.find(({ applicationId }) => applicationId === id);
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

	it('pass on in SmartMove’s words why not', async () => {
		const [id] = given();
		const [paidByLandlord] = given({ landlordPays: true });
		const [alone] = given({ emails: [PAT] });
		bench.control.smartmove.accept({ applicationId: id!, email: PAT });
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
			expect(error?.message).toBe(`SmartMove refuses the request: ${words} [item 0]`);
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
			expect(error?.message).toMatch(/^Application must be .* \[item 0\]$/);
			expect(error?.description).toContain('Nothing was sent to SmartMove');
			expect(bench.arrived()).toEqual([]);
		},
	);

	it('stays a text where it came from SmartMove and is too long: rounded, it would be another’s', () => {
		const one = { customerReference: 'cust-42', applicationId: '9007199254740993' };
		expect(which(one)).toEqual({ applicationId: '9007199254740993', referenceId: 'cust-42' });
		expect(echoed(one)).toEqual(one);
		expect(which({ ...one, applicationId: '0070001' }).applicationId).toBe(70_001);
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
		expect(error?.message).toBe(`SmartMove refuses the request: ${words} [item 0]`);
		expect(error?.description).not.toContain('may have been carried out');
	});
});
