import type { components } from '../../../openapi/types/movem';
import { magicWord } from '../../magicValues';
import { DAY } from '../../time/clock';
import { EventLog } from '../../record/eventLog';
import type { PartnerContext } from '../../partner';
import { movemTime } from './movemTime';
import { MovemReferences, type Outcome } from './references';

type Schemas = components['schemas'];
/** An application as Movem's API returns it. */
export type Application = Schemas['Application'];
/** The statuses of an application. */
export type Status = Schemas['ApplicationStatus'];
/** The fields that a caller may change. */
export type Change = Schemas['ApplicationChange'];
/** The body of a create. */
export type NewApplication = Schemas['NewApplication'];

/** An application as the simulator stores it. */
export interface StoredApplication {
	id: string;
	referenceId: string | null;
	status: Status;
	name: string;
	property: string;
	email: string;
	token: string;
	/** The invitation's page. */
	link: string;
	createdAt: number;
	/** False if it is on hold because there was no credit: deleting it returns none. */
	paid: boolean;
	/** Movem documents answers for hidden (403) and removed (410) applications. */
	visibility: 'shown' | 'hidden' | 'removed';
}

/** How a tenant's form ends. */
export interface Ending {
	/** `PASSED` unless said otherwise. */
	outcome?: Outcome;
	/** Whether the tenant uploads statements instead of connecting a bank account. */
	hasStatements?: boolean;
}

/** The path of an invitation's page, up to its token. */
export const INVITATION = '/invitation/';

const LIFETIME = 30 * DAY;
/** One Movem account: its applications and its credits. */
export class MovemAccount {
	credits = 100;

	/** Every status of every application, the first one included. */
	readonly events: EventLog<{
		applicationId: string;
		status: Status;
		referenceId: string | null;
		/** Null for a new application. */
		previous: Status | null;
	}>;

	/** What becomes of the tenants' forms. */
	readonly references: MovemReferences;

	private readonly applications = new Map<string, StoredApplication>();

	constructor(private readonly context: PartnerContext) {
		this.events = new EventLog(context.clock);
		this.references = new MovemReferences(context);
	}

	/** Every application, oldest first. */
	all(): StoredApplication[] {
		return [...this.applications.values()].map((application) => this.withExpiry(application));
	}

	/** The application of an id. */
	find(id: string): StoredApplication | undefined {
		const application = this.applications.get(id);
		return application && this.withExpiry(application);
	}

	/** The application of an invitation. */
	findByToken(token: string): StoredApplication | undefined {
		const application = [...this.applications.values()].find((one) => one.token === token);
		return application && this.withExpiry(application);
	}

	/** Whether there is a credit for an application. */
	canPay({ email }: NewApplication): boolean {
		return this.credits > 0 && magicWord(email) !== 'nocredit';
	}

	/** Invites a tenant. It costs a credit; without one the application is on hold. */
	create(order: NewApplication): StoredApplication {
		const paid = this.canPay(order);
		if (paid) this.credits -= 1;
		return this.add({ ...order, status: paid ? 'REQUESTED' : 'HOLD', paid });
	}

	/** Adds an application without spending a credit. `ending` counts for a completed one. */
	add(
		fields: NewApplication & { status: Status; paid: boolean; createdAt?: number },
		ending?: Ending,
	): StoredApplication {
		const { random, clock, address } = this.context;
		const id = random.uuidLike();
		const token = random.hex(64);
		const application: StoredApplication = {
			id,
			referenceId: null,
			token,
			link: `${address()}/movem${INVITATION}${token}`,
			visibility: 'shown',
			createdAt: clock.now(),
			...fields,
		};
		if (['IN_PROGRESS', 'COMPLETED'].includes(application.status))
			application.referenceId = this.references.start(application.id);
		this.finishReference(application, ending);
		this.applications.set(application.id, application);
		this.recordEvent(application, null);
		return application;
	}

	/** Changes the name or the property. */
	update(application: StoredApplication, change: Change): void {
		Object.assign(application, change);
	}

	/** Deletes an application; returns an error message if the tenant has started or it is deleted already. */
	delete(application: StoredApplication): string | undefined {
		if (!['REQUESTED', 'HOLD'].includes(application.status)) {
			return `An application can only be deleted before the tenant starts; this one is ${application.status}`;
		}
		this.move(application, 'REVOKED');
		if (application.paid) this.credits += 1;
		return undefined;
	}

	/** The tenant opens the link, and the application gets its reference id. */
	open(application: StoredApplication): void {
		application.referenceId ??= this.references.start(application.id);
		this.move(application, 'IN_PROGRESS');
	}

	/** The tenant finishes the form. */
	complete(application: StoredApplication, ending?: Ending): void {
		this.move(application, 'COMPLETED', undefined, ending);
	}

	/** Changes the status of an application, now or at an earlier time. `ending` counts for `COMPLETED`. */
	move(application: StoredApplication, status: Status, at?: number, ending?: Ending): void {
		const { status: previous } = application;
		if (status === previous) return;
		application.status = status;
		this.finishReference(application, ending);
		this.recordEvent(application, previous, at);
	}

	private finishReference({ status, referenceId }: StoredApplication, ending: Ending = {}): void {
		const { outcome = 'PASSED', hasStatements = false } = ending;
		if (status === 'COMPLETED' && referenceId !== null)
			this.references.finish(referenceId, outcome, hasStatements);
	}

	private recordEvent(application: StoredApplication, previous: Status | null, at?: number): void {
		const { id: applicationId, status, referenceId } = application;
		this.events.record({ applicationId, status, referenceId, previous }, application, at);
	}

	/** Expiry has no timer: it is found when an application is read, and recorded for the time at which it was due. */
	private withExpiry(application: StoredApplication): StoredApplication {
		const alive = ['REQUESTED', 'IN_PROGRESS'].includes(application.status);
		const end = expiresAt(application);
		if (alive && this.context.clock.now() >= end) this.move(application, 'EXPIRED', end);
		return application;
	}
}

/** When the link of an application expires. */
export function expiresAt({ createdAt }: StoredApplication): number {
	return createdAt + LIFETIME;
}

/** An application as Movem's API returns it. */
export function toMovemJson(application: StoredApplication, spacedStatus: boolean): Application {
	return {
		id: application.id,
		reference_id: application.referenceId,
		status: spacedStatus && application.status === 'IN_PROGRESS' ? 'IN PROGRESS' : application.status,
		name: application.name,
		property: application.property,
		email: application.email,
		token: application.token,
		expired_at: movemTime(expiresAt(application)).slice(0, 10),
		created_at: movemTime(application.createdAt),
		link: application.link,
	};
}
