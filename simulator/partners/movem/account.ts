import type { components } from '../../../openapi/types/movem';
import { magicWord } from '../../magicValues';
import { DAY } from '../../time/clock';
import { EventLog } from '../../record/eventLog';
import type { PartnerContext } from '../../partner';

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

/** The path of an invitation's page, up to its token. */
export const INVITATION = '/invitation/';

const LIFETIME = 30 * DAY;
const FIRST_REFERENCE = 800_001;

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

	private readonly applications = new Map<string, StoredApplication>();

	private references = 0;

	constructor(private readonly context: PartnerContext) {
		this.events = new EventLog(context.clock);
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

	/** Adds an application without spending a credit. */
	add(fields: NewApplication & { status: Status; paid: boolean; createdAt?: number }): StoredApplication {
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
			application.referenceId = this.nextReference();
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
		application.referenceId ??= this.nextReference();
		this.move(application, 'IN_PROGRESS');
	}

	/** Changes the status of an application, now or at an earlier time. */
	move(application: StoredApplication, status: Status, at?: number): void {
		const { status: previous } = application;
		if (status === previous) return;
		application.status = status;
		this.recordEvent(application, previous, at);
	}

	private recordEvent(application: StoredApplication, previous: Status | null, at?: number): void {
		const { id: applicationId, status, referenceId } = application;
		this.events.record({ applicationId, status, referenceId, previous }, application, at);
	}

	private nextReference(): string {
		this.references += 1;
		return String(FIRST_REFERENCE + this.references - 1);
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
	const time = (milliseconds: number) => new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');
	return {
		id: application.id,
		reference_id: application.referenceId,
		status: spacedStatus && application.status === 'IN_PROGRESS' ? 'IN PROGRESS' : application.status,
		name: application.name,
		property: application.property,
		email: application.email,
		token: application.token,
		expired_at: time(expiresAt(application)).slice(0, 10),
		created_at: time(application.createdAt),
		link: application.link,
	};
}
