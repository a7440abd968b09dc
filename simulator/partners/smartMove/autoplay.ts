import type { Clock } from '../../time/clock';
import type { SmartMoveAccount } from './account';
import { type Applicant, type ApplicantStatus, type Application, isOpen } from './application';
import type { TransitionName } from './transitions';

/** What a tenant does next on the way to a report, by status, in order. */
export const NEXT_TRANSITION: Partial<Record<ApplicantStatus, TransitionName>> = {
	NoActivity: 'accept',
	RequestAccepted: 'completeIdentity',
	SupportRequired: 'completeIdentity',
	IDMACompleted: 'requestReports',
	ReportsRequested: 'makeAvailable',
};
const STATUS_ORDER = Object.keys(NEXT_TRANSITION);

/** How fast applications move on by themselves. */
export interface Pace {
	/** Time between two steps; 0 stops them. */
	everyMs: number;
	/** In simulated time, or in real time even while the clock stands still. */
	by: 'clock' | 'machine';
}

/** Moves every application on by itself, one tenant and one step at a time, until its reports are ready. */
export class Autoplay {
	pace: Pace = { everyMs: 0, by: 'clock' };

	/** Increased with every change of pace, so that steps scheduled before it do nothing. */
	private generation = 0;

	constructor(
		private readonly clock: Clock,
		private readonly account: SmartMoveAccount,
	) {
		account.onPlaced = (application) => this.scheduleNext(application);
	}

	/** Sets the pace of all applications, also of new ones. */
	set(pace: Pace): void {
		this.pace = pace;
		this.generation += 1;
		for (const application of this.account.all()) this.scheduleNext(application);
	}

	/** Stops it. */
	close(): void {
		this.set({ ...this.pace, everyMs: 0 });
	}

	private scheduleNext(application: Application): void {
		const { everyMs, by } = this.pace;
		if (everyMs === 0 || !isOpen(application)) return;
		const { generation } = this;
		const step = () => {
			if (generation !== this.generation) return;
			advance(this.account, application);
			this.scheduleNext(application);
		};
		if (by === 'clock') this.clock.after(everyMs, step);
		else setTimeout(step, everyMs).unref();
	}
}

/** Moves the tenant with the least progress one step on; false when no tenant can move. */
export function advance(account: SmartMoveAccount, application: Application): boolean {
	const progress = ({ status }: Applicant) => STATUS_ORDER.indexOf(status);
	if (!isOpen(application)) return false;
	const [next] = application.applicants
		.filter(({ status }) => status in NEXT_TRANSITION)
		.sort((one, other) => progress(one) - progress(other));
	const name = next && NEXT_TRANSITION[next.status];
	if (!next || !name) return false;
	account.move(application, next, name);
	return true;
}
