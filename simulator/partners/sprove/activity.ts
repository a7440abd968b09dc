import { Activity } from '../../time/activity';
import { DAY } from '../../time/clock';
import type { PartnerContext } from '../../partner';
import type { Check, Kept, SproveAccount } from './account';
import { fakeCheck } from './fakeData';

/** Older checks are left in peace, so that choosing one never becomes slow. */
const MOST_IN_MOTION = 300;

/**
 * Lets tenants complete verifications and sprove look at some of them again. No check is ever twice in the same
 * state, so that each happening can be told from every other one.
 */
export function sproveActivity(world: PartnerContext, account: SproveAccount): Activity {
	/** The checks that can still change, the latest last. */
	let inMotion: Array<{ property: Kept; check: Check; mayEnd: boolean; changedAt: number }> = [];
	let tenants = 0;

	return new Activity(world, ({ random, rested }) => {
		const now = world.clock.now();
		const properties = account.listed(true);
		const ready = inMotion.filter(({ changedAt, property }) => rested(changedAt) && !property.deleted);
		const again = ready[random.integer(0, ready.length - 1)];
		if (again && random.integer(1, 5) <= 2) {
			const { property, check } = again;
			inMotion = inMotion.filter((one) => one !== again);
			const ends = again.mayEnd && random.integer(1, 4) === 1;
			account.changeCheck(
				property,
				check,
				ends ? { approved: false, valid_until: null } : renewed(check, now),
			);
			if (!ends) inMotion.push({ ...again, changedAt: now });
			return;
		}
		const property = properties[random.integer(0, properties.length - 1)];
		if (!property) return;
		tenants += 1;
		const check = fakeCheck({ ...world, random });
		check.tenant_name += ` ${tenants}`;
		account.addCheck(property, check);
		// To be disapproved twice would look the same both times, so it is the end, and not for those who began with it.
		const newcomer = { property, check, mayEnd: check.approved, changedAt: now };
		inMotion = [...inMotion.slice(1 - MOST_IN_MOTION), newcomer];
	});
}

/** Approved from now on, and for longer than before. */
function renewed({ valid_until: before }: Check, now: number): Pick<Check, 'approved' | 'valid_until'> {
	const until = Math.floor((now + 90 * DAY) / 1000);
	return { approved: true, valid_until: Math.max(until, (before ?? 0) + 1) };
}
