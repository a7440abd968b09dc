import { Activity } from '../../time/activity';
import type { PartnerContext } from '../../partner';
import type { MovingPortalAccount } from './account';
import type { Instruction } from './instructions';
import { NOTIFICATION_TYPES } from './notificationTypes';

const CODES = Object.keys(NOTIFICATION_TYPES) as [string, ...string[]];
const CLOSING_CODES = new Set(['CASECOMPLETED', 'CASECANCELLED']);
const MIN_OPEN = 5;

/** Adds instructions and notifications, sometimes several notifications with the same timestamp. */
export function movingPortalActivity(context: PartnerContext, account: MovingPortalAccount): Activity {
	const { instructions } = account;
	let open: Instruction[] = [];
	return new Activity(context, ({ random }) => {
		const isNew = open.length < MIN_OPEN || random.integer(1, 25) === 1;
		if (isNew) open.push(account.addInstruction());
		const instruction = isNew ? open.at(-1) : open[random.integer(0, open.length - 1)];
		if (!instruction) return;
		// Each code once per timestamp at most, because nothing else distinguishes two notifications.
		const codes = new Set(isNew ? ['REFERRALCREATED'] : [random.pick(CODES)]);
		if (random.integer(1, 8) === 1) codes.add(random.pick(CODES)).add(random.pick(CODES));
		const timestamp = instructions.nextTimestamp();
		for (const code of codes) instructions.addNotification(instruction, code, timestamp);
		if ([...codes].some((code) => CLOSING_CODES.has(code))) open = open.filter((one) => one !== instruction);
	});
}
