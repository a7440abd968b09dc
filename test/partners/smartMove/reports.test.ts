import { SmartMove } from '../../../nodes/SmartMove/SmartMove.node';
import { stageOfReport } from '../../../nodes/SmartMove/stages';
import { callListSearch } from '../../support/loadOptions';
import { credentialFor, partners } from '../../support/pack';
import { bodyOf, useSimulator } from '../../support/useSimulator';
import { calls, PAT, SAM } from './calls';

const bench = useSimulator();
const { about, given, outputOf } = calls(bench);

describe('Report', () => {
	const status = async (id: unknown) => outputOf(await about('report', 'getStatus', id))[0]!;

	it('Get Status makes an item of the bare text', async () => {
		const [id, failing, expiring] = given({ count: 3 });
		const one = { applicationId: id, customerReference: 'cust-42' };
		expect(await status(id)).toEqual({ ...one, reportStatus: 'Pending', stage: 'invited' });
		bench.control.smartMove.accept({ applicationId: id!, email: PAT });
		expect(await status(id)).toEqual({ ...one, reportStatus: 'InProgress', stage: 'inProgress' });
		bench.control.smartMove.makeReady({ applicationId: id! });
		expect(await status(id)).toEqual({ ...one, reportStatus: 'Ready', stage: 'actionNeeded' });
		bench.control.smartMove.fail({ applicationId: failing! });
		bench.control.smartMove.expire({ applicationId: expiring! });
		expect(await status(failing)).toMatchObject({ reportStatus: 'Error', stage: 'actionNeeded' });
		expect(await status(expiring)).toMatchObject({ reportStatus: 'Expired', stage: 'closed' });
	});

	it.each(['Ready', '"Ready"', ' Ready\n'])('Get Status reads %j', async (body) => {
		bench.control.faults.add({ kind: 'status', status: 200, body });
		expect(await status(7)).toMatchObject({ reportStatus: 'Ready', stage: 'actionNeeded' });
	});

	it.each([{}, 'null', '7', '""', '"Read'])('Get Status does not take %j for a status', async (body) => {
		bench.control.faults.add({ kind: 'status', status: 200, body });
		expect((await about('report', 'getStatus', 7)).error?.message).toContain('SmartMove answered with');
	});

	it('passes on which fields SmartMove finds fault with', async () => {
		const body = {
			Message: 'The request is invalid.',
			ModelState: { 'request.referenceId': ['Too long.', 'Unknown.'] },
		};
		bench.control.faults.add({ kind: 'status', status: 400, body });
		const { error } = await about('report', 'getStatus', 7);
		expect(error?.message).toContain('The request is invalid.');
		expect(error?.description).toContain('request.referenceId: Too long. Unknown.');
	});

	it('Get URL returns the link once the report is ready, and says until then that it is not', async () => {
		const [id] = given();
		const { error } = await about('report', 'getUrl', id);
		expect(error?.message).toContain('The report is not ready yet; it is Pending.');
		bench.control.smartMove.makeReady({ applicationId: id! });
		expect(outputOf(await about('report', 'getUrl', id))).toEqual([
			{
				applicationId: id,
				customerReference: 'cust-42',
				reportUrl: expect.stringMatching(/^http.*\/report\/\w+$/),
			},
		]);
	});

	it.each([{}, 'null', 'not yet', 'javascript:alert(1)'])(
		'Get URL does not take %j for a link',
		async (body) => {
			bench.control.faults.add({ kind: 'status', status: 200, body });
			const { error } = await about('report', 'getUrl', 7);
			expect(error?.message).toContain('something else than a link to the report');
		},
	);

	it.each([
		['RequestDeclined', 'closed'],
		['request declined', 'closed'],
		['IN PROGRESS', 'inProgress'],
		['NeverHeardOf', null],
		[undefined, null],
		['constructor', null],
	])('status %j means %j', (said, stage) => expect(stageOfReport(said)).toBe(stage));
});

it.each([
	['application', 'get'],
	['application', 'cancel'],
	['applicant', 'add'],
	['applicant', 'delete'],
	['report', 'getStatus'],
	['report', 'getUrl'],
])(
	'%s %s sends the reference as a text and the number as a number, whatever an expression yields',
	async (...which) => {
		const [id] = given({ referenceId: '42' });
		bench.control.smartMove.makeReady({ applicationId: id! });
		await about(...which, `={{ "${id}" }}`, { customerReference: '={{ 42 }}', email: PAT });
		expect(bodyOf(bench.arrived()[0])).toMatchObject({ applicationId: id, referenceId: '42' });
	},
);

describe('the list of applications in the editor', () => {
	const search = async (filter?: string, customerReference: unknown = 'cust-42', changes = {}) =>
		await callListSearch(new SmartMove(), 'searchApplications', {
			credentials: { smartMoveApi: credentialFor('smartMove', bench.url, changes) },
			credentialTypes: [partners.smartMove.type()],
			currentParameters: { customerReference } as never,
			filter,
		});

	it('shows those of the customer in the panel, newest first, and gives the number', async () => {
		const [first, second] = given({ count: 2 });
		given({ referenceId: 'somebody-else' });
		expect((await search()).results).toEqual([
			{ name: `${second}: ${PAT}, ${SAM} (InProgress)`, value: String(second), description: '2 Elm St' },
			{ name: `${first}: ${PAT}, ${SAM} (InProgress)`, value: String(first), description: '1 Elm St' },
		]);
		expect((await search('', ' somebody-else ')).results).toHaveLength(1);
	});

	it.each([
		['70003', ['70003']],
		['SAM.RENTER@', ['70003', '70002']],
		['2 elm', ['70003']],
		['nothing like it', []],
	])('finds by %s', async (filter, found) => {
		given({ emails: [PAT] });
		given({ count: 2, emails: [SAM] });
		expect((await search(filter)).results.map(({ value }) => value)).toEqual(found);
	});

	it('finds behind the first page, too', async () => {
		given({ count: 230 });
		expect((await search()).results).toHaveLength(230);
		expect((await search('70001')).results).toHaveLength(1);
	});

	it.each(['', '  ', undefined])('asks for the customer first (%j)', async (customerReference) => {
		await expect(search('', customerReference ?? null)).rejects.toThrow(
			'Customer Reference must be filled in first',
		);
		expect(bench.arrived()).toEqual([]);
	});

	it('says why it is empty when the key is wrong', async () => {
		await expect(search('', 'cust-42', { apiKey: 'no-such-key-1' })).rejects.toThrow(
			'SmartMove does not accept the credential: Wrong API key',
		);
	});

	it('takes applications with hardly anything in them', async () => {
		bench.control.faults.add({ kind: 'status', status: 200, body: [{ ApplicationId: 7 }] });
		expect((await search()).results).toEqual([{ name: '7:  ()', value: '7' }]);
	});
});
