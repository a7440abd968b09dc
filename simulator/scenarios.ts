import type { FaultSpec } from './faults/fault';
import type { RateLimit } from './http/traffic';
import type { PartnerActions } from './partners';

/** What a scenario is made with: that part of the control interface. */
interface Means extends PartnerActions {
	faults: { add(spec: FaultSpec): number };
	rateLimit: { set(limit: RateLimit): void };
}

/** A state to start from. */
interface Scenario {
	title: string;
	/** What it has. */
	holds: string;
	/** Called after a reset. */
	begin(means: Means): void;
}

const CUSTOMER = 'cust-42';

/** The states to start from, by the name that `control.scenario` takes. */
export const SCENARIOS = {
	empty: {
		title: 'Empty',
		holds: 'No leads arrive, and no partner holds anything: what appears is what n8n has made.',
		begin({ mymove }) {
			mymove.setSwitches({ leadsPerDay: 0 });
		},
	},
	morning: {
		title: 'A morning’s work',
		holds:
			'Two dozen leads a day, tenants and applicants at every step, checks of three properties, news of a survey.',
		begin({ mymove, movem, smartMove, sprove, movingPortal }) {
			mymove.setSwitches({ leadsPerDay: 24 });
			movem.addApplications({ count: 3 });
			movem.addApplications({ count: 2, status: 'IN_PROGRESS' });
			movem.addApplications({ count: 1, status: 'COMPLETED' });
			movem.setCredits({ credits: 94 });
			const [, accepted, ready] = smartMove.addApplications({ count: 3, referenceId: CUSTOMER });
			if (accepted !== undefined) smartMove.accept({ applicationId: accepted });
			if (ready !== undefined) smartMove.makeReady({ applicationId: ready });
			sprove.addProperties({ count: 3, checks: 2 });
			movingPortal.addInstructions({ count: 2 });
			movingPortal.notify({ kinds: ['ALLOCATED', 'APPOINTMENTBOOKED'] });
		},
	},
	monthEnd: {
		title: 'The end of the month, without credits',
		holds:
			'Movem has no credit left, so whoever is invited is on hold. Old applications have run out or are finished.',
		begin({ mymove, movem, smartMove, sprove }) {
			mymove.setSwitches({ leadsPerDay: 24 });
			movem.addApplications({ count: 6, status: 'COMPLETED' });
			movem.addApplications({ count: 3, status: 'EXPIRED' });
			movem.addApplications({ count: 1, status: 'HOLD' });
			movem.setCredits({ credits: 0 });
			const [expired, failed] = smartMove.addApplications({ count: 2, referenceId: CUSTOMER });
			if (expired !== undefined) smartMove.expire({ applicationId: expired });
			if (failed !== undefined) smartMove.fail({ applicationId: failed });
			sprove.addProperties({ count: 2, checks: 1, active: false });
		},
	},
	everything: {
		title: 'Everything goes wrong',
		holds:
			'MYMOVE is down for two requests, Movem takes two a second and loses its answer to the next create, postbacks of SmartMove come twice and in the wrong order, sprove forgets the login, and The Moving Portal sends half an answer.',
		begin({ mymove, movem, smartMove, sprove, faults, rateLimit }) {
			mymove.setSwitches({ leadsPerDay: 24 });
			faults.add({ provider: 'mymove', kind: 'status', status: 503, body: {}, times: 2 });
			movem.setCredits({ credits: 3 });
			rateLimit.set({ provider: 'movem', maxPerSecond: 2 });
			faults.add({ provider: 'movem', operationId: 'createApplication', kind: 'dropAfter' });
			smartMove.setPostbacks({ copies: 2, outOfOrder: true });
			sprove.addProperties({ count: 2, checks: 2 });
			faults.add({ provider: 'sprove', operationId: 'listProperties', kind: 'wrongCredentials' });
			faults.add({ provider: 'moving-portal', operationId: 'createReferral', kind: 'malformed' });
		},
	},
} as const satisfies Record<string, Scenario>;

/** The name of a scenario. */
export type ScenarioName = keyof typeof SCENARIOS;

/** The names of all scenarios. */
export const SCENARIO_NAMES = Object.keys(SCENARIOS) as [ScenarioName, ...ScenarioName[]];
