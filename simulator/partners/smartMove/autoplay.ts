import type { Clock } from '../../time/clock';
import type { TransitionName, SmartMoveAccount } from './account';
import { type Applicant, type ApplicantStatus, type Application, isOpen } from './application';

/** What a tenant does next when nothing stands in the way, in the order of a life. */
const NEXT_TRANSITION: Partial<Record<ApplicantStatus, TransitionName>> = {
	NoActivity: 'accept',
	RequestAccepted: 'completeIdentity',
	SupportRequired: 'completeIdentity',
	IDMACompleted: 'requestReports',
	ReportsRequested: 'makeAvailable',
};
const STATUS_ORDER = Object.keys(NEXT_TRANSITION);

/** How fast applications live by themselves. */
export interface Pace {
	/** Time between two steps; 0 stops the play. */
	everyMs: number;
	/** Whose time: the simulated one, or the machine's even while the simulated clock stands still. */
	by: 'clock' | 'machine';
}

/** Lets every application move on by itself, a tenant and a step at a time, until its reports are ready. */
export class Autoplay {
	pace: Pace = { everyMs: 0, by: 'clock' };

	/** Grows with every change of pace, so that steps arranged before it do nothing. */
	private generation = 0;

	constructor(
		private readonly clock: Clock,
		private readonly account: SmartMoveAccount,
	) {
		account.onPlaced = (application) => this.scheduleNext(application);
	}

	/** Set the pace, for the applications there are as well as for those to come. */
	set(pace: Pace): void {
		this.pace = pace;
		this.generation += 1;
		for (const application of this.account.all()) this.scheduleNext(application);
	}

	/** Stop playing. */
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

/** Move the tenant who is least far one step on; false when there is nobody to move. */
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
