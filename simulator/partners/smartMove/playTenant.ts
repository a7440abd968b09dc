import { playOutcome } from '../../magicValues';
import type { Clock } from '../../time/clock';
import type { SmartMoveAccount } from './account';
import type { Applicant, Application } from './application';
import { NEXT_TRANSITION } from './autoplay';

/** Lets a tenant who is asked do what the magic value in the address says. */
export function playTenant(
	clock: Clock,
	account: SmartMoveAccount,
	application: Application,
	applicant: Applicant,
): void {
	playOutcome(clock, 'smartMove', applicant.email, {
		done() {
			let next = NEXT_TRANSITION[applicant.status];
			while (next && account.move(application, applicant, next) === undefined)
				next = NEXT_TRANSITION[applicant.status];
		},
		declined: () => account.move(application, applicant, 'decline'),
		expired: () => account.end(application, 'Expired'),
		failed: () => account.end(application, 'Error'),
	});
}
