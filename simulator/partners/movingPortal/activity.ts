import { Activity } from '../../time/activity';
import type { PartnerContext } from '../../partner';
import type { MovingPortalAccount } from './account';
import type { Instruction } from './instructions';
import { NOTIFICATION_TYPES } from './kinds';

const CODES = Object.keys(NOTIFICATION_TYPES) as [string, ...string[]];
const CLOSING_CODES = new Set(['CASECOMPLETED', 'CASECANCELLED']);
const MIN_OPEN = 5;

/** Lets instructions come in and things happen to them, sometimes several at the same ten-millionth of a second. */
export function movingPortalActivity(context: PartnerContext, account: MovingPortalAccount): Activity {
	const { instructions } = account;
	let open: Instruction[] = [];
	return new Activity(context, ({ random }) => {
		const isNew = open.length < MIN_OPEN || random.integer(1, 25) === 1;
		if (isNew) open.push(account.addInstruction());
		const instruction = isNew ? open.at(-1) : open[random.integer(0, open.length - 1)];
		if (!instruction) return;
		// Of one timestamp each kind at most once: nothing else tells two notifications apart.
		const codes = new Set(isNew ? ['REFERRALCREATED'] : [random.pick(CODES)]);
		if (random.integer(1, 8) === 1) codes.add(random.pick(CODES)).add(random.pick(CODES));
		const timestamp = instructions.nextTimestamp();
		for (const code of codes) instructions.addNotification(instruction, code, timestamp);
		if ([...codes].some((code) => CLOSING_CODES.has(code))) open = open.filter((one) => one !== instruction);
	});
}
