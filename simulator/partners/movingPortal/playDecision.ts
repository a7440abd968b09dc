import { playOutcome } from '../../magicValues';
import type { Clock } from '../../time/clock';
import type { MovingPortalAccount, StoredReferral } from './account';

/** Lets happen to a new referral what the magic value in the first customer's address says. */
export function playDecision(clock: Clock, account: MovingPortalAccount, stored: StoredReferral): void {
	const decide = (status: 'ACCEPTED' | 'REJECTED') => () => {
		if (stored.status === 'NEW') account.decide(stored, status);
	};
	playOutcome(clock, 'movingPortal', stored.referral.customers[0]?.emailAddress ?? '', {
		done: decide('ACCEPTED'),
		declined: decide('REJECTED'),
	});
}
