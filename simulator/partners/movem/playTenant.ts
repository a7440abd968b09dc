import { playOutcome } from '../../magicValues';
import type { Clock } from '../../time/clock';
import type { MovemAccount, StoredApplication } from './account';

/** Lets happen to a new application what the magic value in its address says. */
export function playTenant(clock: Clock, account: MovemAccount, application: StoredApplication): void {
	const ifInvited = (change: () => void) => () => {
		if (account.find(application.id)?.status === 'REQUESTED') change();
	};
	playOutcome(clock, 'movem', application.email, {
		done: ifInvited(() => {
			account.open(application);
			account.move(application, 'COMPLETED');
		}),
		declined: ifInvited(() => account.move(application, 'REVOKED')),
		expired: ifInvited(() => account.move(application, 'EXPIRED')),
	});
}
