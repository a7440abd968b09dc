import type { ApplicantStatus } from './application';

/** A change of a tenant's status. */
export interface Transition {
	from: readonly ApplicantStatus[];
	to: ApplicantStatus;
	/** The text of the postback, after the tenant's address. */
	notification: string;
}

/** What tenants can do, by the name of the control action. */
export const TRANSITIONS = {
	accept: { from: ['NoActivity'], to: 'RequestAccepted', notification: 'has accepted the request' },
	decline: { from: ['NoActivity'], to: 'RequestDeclined', notification: 'has declined the request' },
	completeIdentity: {
		from: ['RequestAccepted', 'SupportRequired'],
		to: 'IDMACompleted',
		notification: 'has answered the identity questions',
	},
	requestReports: {
		from: ['IDMACompleted'],
		to: 'ReportsRequested',
		notification: 'has completed the application; the reports are in progress',
	},
	makeAvailable: {
		from: ['ReportsRequested'],
		to: 'ReportsAvailable',
		notification: 'has reports that are ready for viewing',
	},
	supportRequired: {
		from: ['RequestAccepted', 'IDMACompleted', 'ReportsRequested'],
		to: 'SupportRequired',
		notification: 'must phone TransUnion to complete the application',
	},
} as const satisfies Record<string, Transition>;

/** The name of a transition. */
export type TransitionName = keyof typeof TRANSITIONS;
