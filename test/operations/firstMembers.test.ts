import type { IDataObject } from 'n8n-workflow';

import { callTrigger } from '../partners/smartMove/webhook';
import { useSimulator } from '../support/useSimulator';
import { useTrigger, type Polling } from '../support/useTrigger';
import { OPERATIONS } from './cases';
import { outputsOf } from './outputs';

/** What a person looks for in what Movem, sprove and SmartMove say of one thing. */
const APPLICATION = ['name', 'email', 'property', 'stage', 'link'];
const PROPERTY = ['name', 'address', 'rent', 'rent_currency', 'verification_url'];
const SCREENING = ['property', 'unitNumber', 'applicants', 'stage', 'recommendation'];
const LEAD = ['first_name', 'last_name', 'email', 'move_date', 'new_address', 'old_address'];
const ORDER = ['applicationId', 'customerReference', 'orderReference'];

/** What each operation’s output begins with, as it comes by default. */
const FIRST: Record<string, string[]> = {
	'movem application create': [...APPLICATION, 'alreadyExisted'],
	'movem application delete': ['id', 'deleted'],
	'movem application get': APPLICATION,
	'movem application getAll': APPLICATION,
	'movem application update': APPLICATION,
	'movem application upsert': [...APPLICATION, 'alreadyExisted', 'updated'],
	'movem application waitUntilCompleted': APPLICATION,
	'movem credit get': ['credits'],
	'movem reference get': ['full_name', 'property', 'stage', 'decision'],
	'movem reference getProgress': ['reference_id', 'step'],
	'movem reference getReport': ['reference_id', 'fileName', 'fileSize'],
	'movem reference getStatements': ['reference_id', 'fileName', 'fileSize'],
	'movingPortal account get': ['userName', 'emailAddress', 'organisationType'],
	'movingPortal dataSet get': [],
	'movingPortal instruction downloadFile': ['tmpReference', 'fileName', 'fileSize'],
	'movingPortal instruction get': ['stage'],
	'movingPortal note create': ['success', 'tmpReference'],
	'movingPortal note markRead': ['success', 'tmpReference'],
	'movingPortal notification get': ['tmpReference', 'stage'],
	'movingPortal notification getAll': ['lastCreatedTimestamp'],
	'movingPortal notification markProcessed': ['success', 'tmpReference'],
	'movingPortal quote create': ['tmpReference'],
	'movingPortal quote get': ['tmpReference'],
	'movingPortal quote updateFees': ['success', 'tmpReference'],
	'movingPortal quote updateProperty': ['success', 'tmpReference'],
	'movingPortal referral create': [
		'reference',
		'uniqueCustomerReference',
		'uniqueIntegrationReference',
		'alreadyExisted',
	],
	'movingPortal referral exists': ['exists', 'reference'],
	'mymove lead getAll': LEAD,
	'smartMove applicant add': ['email', 'success'],
	'smartMove applicant delete': ['email', 'success'],
	'smartMove application cancel': ['success'],
	'smartMove application create': ['url', 'customerReference'],
	'smartMove application createAndWait': ['stage', 'reportUrl', 'reportStatus', 'timedOut', ...ORDER],
	'smartMove application createNative': ORDER,
	'smartMove application get': SCREENING,
	'smartMove application getAll': ['property', 'unitNumber', 'applicants', 'status'],
	'smartMove report getStatus': ['stage', 'reportStatus'],
	'smartMove report getUrl': ['reportUrl'],
	'sprove check getAll': ['tenant_name', 'stage', 'valid_until_date', 'max_rent'],
	'sprove property create': [...PROPERTY, 'alreadyExisted'],
	'sprove property delete': ['id', 'deleted'],
	'sprove property get': PROPERTY,
	// A list has no addresses (sprove’s contract, section 3.2).
	'sprove property getAll': ['name', 'rent', 'rent_currency', 'verification_url'],
	'sprove property update': PROPERTY,
	'sprove property upsert': [...PROPERTY, 'alreadyExisted', 'updated'],
};

const bench = useSimulator();

describe.each(Object.keys(OPERATIONS))('%s', (name) => {
	it('begins with what a person looks for', async () => {
		const expected = FIRST[name] ?? [];
		// Nothing is promised of an answer whose members are not documented.
		const isUnknown = OPERATIONS[name]!.promises?.length === 0;
		expect(expected.length > 0).toBe(!isUnknown);
		for (const output of await outputsOf(bench, name)) {
			// Not under "Create Anyway", which does not look.
			const there = expected.filter((key) => key !== 'alreadyExisted' || key in output);
			expect(Object.keys(output).slice(0, there.length)).toEqual(there);
		}
	});
});

/** The first sample of a trigger, as a test run in the editor shows it. */
const TRIGGERS: Record<
	Polling,
	{ expected: string[]; prepare(trigger: ReturnType<typeof useTrigger>): void }
> = {
	movem: {
		expected: APPLICATION,
		prepare: ({ control }) => void control.movem.addApplications({ count: 1, status: 'IN_PROGRESS' }),
	},
	movingPortal: {
		expected: ['uniqueCustomerReference', 'uniqueIntegrationReference', 'tmpReference', 'stage'],
		prepare: ({ control: { movingPortal } }) => {
			const [{ tmpReference: reference } = { tmpReference: '' }] = movingPortal.addInstructions({ count: 1 });
			movingPortal.notify({ reference, kinds: ['NOTEADDED'] });
		},
	},
	mymove: { expected: LEAD, prepare: ({ control }) => void control.mymove.addLeads({ count: 1 }) },
	sprove: {
		expected: ['tenant_name', 'property_name', 'stage', 'valid_until_date', 'max_rent'],
		prepare: ({ control }) => void control.sprove.addProperties({ count: 1, checks: 1 }),
	},
};

describe.each(Object.entries(TRIGGERS))('the trigger of %s', (name, { expected, prepare }) => {
	const trigger = useTrigger(name as Polling);

	it('begins with what a person looks for', async () => {
		prepare(trigger);
		const [event = {}] = await trigger.trigger().sample();
		expect(Object.keys(event).slice(0, expected.length)).toEqual(expected);
	});
});

it('the trigger of SmartMove begins with what a person looks for', async () => {
	const event: IDataObject = { applicationId: 70_001, customerReferenceId: 'cust-42', reportStatus: 'Ready' };
	const authorization = `${btoa('sim.postback')}:${btoa('sim-postback-0001')}`;
	const { events } = await callTrigger(bench.url, {
		body: JSON.stringify(event),
		headers: { 'content-type': 'application/json', authorization },
	});
	expect(Object.keys(events?.[0] ?? {})).toEqual([
		'stage',
		'reportStatus',
		'applicationId',
		'customerReferenceId',
	]);
});
