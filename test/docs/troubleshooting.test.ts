import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { smallReferral } from '../partners/movingPortal/smallReferral';
import { callListSearch, callLoadOptions } from '../support/loadOptions';
import { credentialFor, partners, type PartnerName } from '../support/pack';
import type { NodeResult } from '../support/runWorkflow';
import { jsonOf, useSimulator } from '../support/useSimulator';
import { expectQuoted, ON_REAL_N8N, symptoms } from './symptoms';

const bench = useSimulator();
const movem = () => bench.control.movem;

const ADA = { name: 'Ada Quill', email: 'ada.quill@example.test', property: 'Flat 3, 9 Larch Row' };
const ONCE = { requestOptions: { retries: 0 } };

type Options = Parameters<typeof bench.run>[3];
const invite = async (changes: IDataObject = {}, items?: IDataObject[], options?: Options) =>
	await bench.run(
		'movem',
		{ resource: 'application', operation: 'create', ...ADA, ...ONCE, ...changes } as INodeParameters,
		items,
		options,
	);
const refer = async (changes: IDataObject = {}) =>
	await bench.run('movingPortal', {
		...smallReferral,
		totalFeeInclVAT: 620,
		uniqueIntegrationReference: 'I-1',
		...changes,
	} as INodeParameters);

/** What a run says: its error with the lines below it, and the sentences above its output. */
const saidBy = ({ error, hints = [] }: NodeResult): string[] => [
	...(error ? [`${error.message}\n${error.description ?? ''}`] : []),
	...hints.map(({ message }) => message),
];

/** An output item as n8n shows it. */
const shown = (item: unknown) => JSON.stringify(item, null, 2);

/** The notice at the top of an operation's panel. */
const noticeOf = (partner: PartnerName, resource: string, operation: string): string =>
	partners[partner]
		.node()
		.description.properties.find(
			({ type, displayOptions: { show = {} } = {} }) =>
				type === 'notice' && show.resource?.includes(resource) && show.operation?.includes(operation),
		)!.displayName;

const editorOf = (partner: PartnerName, currentParameters: INodeParameters = {}) => ({
	credentials: { [partners[partner].credential]: credentialFor(partner, bench.url) },
	credentialTypes: [partners[partner].type()],
	currentParameters,
});
const listed = async (partner: PartnerName, method: string) =>
	(await callListSearch(partners[partner].node(), method, editorOf(partner))).results;

/** How each symptom is brought about, and what is said then. */
const broughtAbout: Record<string, () => Promise<string[]>> = {
	'The node is red and says…': async () => [
		...saidBy(await invite({ email: '={{ $json.email }}' }, [{ email: ADA.email }, { email: 'ada' }])),
		...saidBy(
			await bench.run('movem', {
				resource: 'application',
				operation: 'get',
				applicationId: { __rl: true, mode: 'id', value: 'of-another-environment' },
			}),
		),
		...saidBy(await invite({}, undefined, { credential: { apiKey: 'wrong-key-0001' } })),
		...saidBy(await invite({}, undefined, { credential: { baseUrl: 'http://127.0.0.1:9' } })),
		...saidBy(await invite({ email: 'down@example.test' })),
	],

	'I see the same tenant twice': async () => {
		const said = [...saidBy(await invite()), ...saidBy(await invite({ property: 'FLAT 3, 9 larch row' }))];
		expect(bench.control.state().partners.movem.applications).toHaveLength(1);
		const [first] = bench.control.state().partners.movem.applications;
		movem().revoke({ id: first!.id });
		for (const again of [{}, { property: '9 Larch Row, Flat 3' }, { ifExists: 'create' }])
			said.push(...saidBy(await invite(again)));
		expect(bench.control.state().partners.movem.applications).toHaveLength(4);
		return said;
	},

	'It says it may have been created': async () => {
		const lost = { email: 'lost@example.test', ifExists: 'create' };
		const { output } = await invite(lost, [{}], { onError: 'continueRegularOutput' });
		return [...saidBy(await invite(lost)), shown(jsonOf(output))];
	},

	'The tenant got no mail': async () => {
		expect(jsonOf((await invite()).output)).toEqual([
			expect.objectContaining({ link: expect.stringContaining('/movem/invitation/') }),
		]);
		return [
			noticeOf('movem', 'application', 'create'),
			noticeOf('smartMove', 'application', 'create'),
			noticeOf('movingPortal', 'referral', 'create'),
		];
	},

	'The list is empty': async () => {
		const [id = ''] = movem().addApplications({ count: 1, status: 'REQUESTED' });
		expect(await listed('movem', 'searchReferences')).toEqual([]);
		expect(await listed('movem', 'searchDeletableApplications')).toHaveLength(1);
		movem().open({ id });
		expect(await listed('movem', 'searchReferences')).toHaveLength(1);
		expect(await listed('movem', 'searchDeletableApplications')).toEqual([]);
		bench.control.faults.add({ kind: 'status', status: 403, body: {}, provider: 'moving-portal' });
		const types = await callLoadOptions(
			partners.movingPortal.node(),
			'getPropertyTypes',
			editorOf('movingPortal'),
		);
		return [
			...types.map(({ description }) => String(description)),
			await listed('smartMove', 'searchApplications').then(
				() => 'a list',
				({ message }: Error) => message,
			),
		];
	},

	'Sending twice was refused': async () => {
		await invite();
		await refer();
		const said = [
			...saidBy(await invite({ ifExists: 'stop' })),
			...saidBy(await refer({ ifExists: 'stop' })),
			...saidBy(await refer({ ifExists: 'create' })),
		];
		bench.control.faults.add({ kind: 'dropBefore', operationId: 'createApplication' });
		const bo = { email: 'bo@example.test' };
		const { output } = await invite(bo, [{}, {}], { onError: 'continueRegularOutput' });
		return [...said, shown(jsonOf(output)[1])];
	},

	'It ran out of credits': async () => {
		movem().setCredits({ credits: 0 });
		const guarded = await invite({ options: { keepCredits: 0 } });
		expect(bench.arrived('createApplication')).toEqual([]);
		return [...saidBy(guarded), shown(jsonOf((await invite()).output))];
	},

	'It is slow, or says 429': async () => {
		const credits = async (requestOptions: IDataObject) =>
			saidBy(
				await bench.run('movem', { resource: 'credit', operation: 'get', requestOptions } as INodeParameters),
			);
		bench.control.faults.add({ kind: 'tooManyRequests', retryAfterSeconds: 1, times: -1 });
		const slowDown = await credits({ retries: 0 });
		bench.control.faults.clear();
		bench.control.faults.add({ kind: 'latency', ms: 3000, times: -1 });
		return [...slowDown, ...(await credits({ retries: 0, timeout: 1 }))];
	},
};

it('fifteen symptoms are brought about, here or on a real n8n', () => {
	expect(symptoms).toHaveLength(15);
	expect([...Object.keys(broughtAbout), ...ON_REAL_N8N].sort()).toEqual([...symptoms].sort());
});

it.each(Object.entries(broughtAbout))(
	'“%s” is said in the words of the page',
	async (symptom, bringAbout) => {
		expectQuoted(symptom, await bringAbout());
	},
);
