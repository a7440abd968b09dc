import { Activity } from '../../time/activity';
import { DAY } from '../../time/clock';
import type { PartnerContext } from '../../partner';
import type { Check, StoredProperty, SproveAccount } from './account';
import { fakeCheck } from './fakeData';

/** Older checks no longer change, so that choosing one stays fast. */
const MAX_CHANGING = 300;

/**
 * Adds checks and changes some of them. No check has the same state twice, so that every event is different from all
 * others.
 */
export function sproveActivity(context: PartnerContext, account: SproveAccount): Activity {
	/** The checks that can still change, the latest change last. */
	let changing: Array<{ property: StoredProperty; check: Check; mayEnd: boolean; changedAt: number }> = [];
	let tenants = 0;

	return new Activity(context, ({ random, mayChangeAgain: rested }) => {
		const now = context.clock.now();
		const properties = account.list(true);
		const ready = changing.filter(({ changedAt, property }) => rested(changedAt) && !property.deleted);
		const chosen = ready[random.integer(0, ready.length - 1)];
		if (chosen && random.integer(1, 5) <= 2) {
			const { property, check } = chosen;
			changing = changing.filter((one) => one !== chosen);
			const isLastChange = chosen.mayEnd && random.integer(1, 4) === 1;
			account.changeCheck(
				property,
				check,
				isLastChange ? { approved: false, valid_until: null } : renewed(check, now),
			);
			if (!isLastChange) changing.push({ ...chosen, changedAt: now });
			return;
		}
		const property = properties[random.integer(0, properties.length - 1)];
		if (!property) return;
		tenants += 1;
		const check = fakeCheck({ ...context, random });
		check.tenant_name += ` ${tenants}`;
		account.addCheck(property, check);
		// A rejection ends a check's changes, because a second one would look the same; so new rejections cannot get one.
		const entry = { property, check, mayEnd: check.approved, changedAt: now };
		changing = [...changing.slice(1 - MAX_CHANGING), entry];
	});
}

/** A renewed approval, which ends later than the one before. */
function renewed({ valid_until: before }: Check, now: number): Pick<Check, 'approved' | 'valid_until'> {
	const until = Math.floor((now + 90 * DAY) / 1000);
	return { approved: true, valid_until: Math.max(until, (before ?? 0) + 1) };
}
