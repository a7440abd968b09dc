import { Activity } from '../../time/activity';
import type { PartnerContext } from '../../partner';
import type { Introducer } from './account';
import type { Instruction } from './instructions';
import { KINDS } from './kinds';

const CODES = Object.keys(KINDS) as [string, ...string[]];
const LAST_OF_A_CASE = new Set(['CASECOMPLETED', 'CASECANCELLED']);
const FEWEST_OPEN = 5;

/** Lets instructions come in and things happen to them, sometimes several at the same ten-millionth of a second. */
export function portalActivity(world: PartnerContext, firm: Introducer): Activity {
	const { instructions } = firm;
	let open: Instruction[] = [];
	return new Activity(world, ({ random }) => {
		const isNew = open.length < FEWEST_OPEN || random.integer(1, 25) === 1;
		if (isNew) open.push(firm.addInstruction());
		const instruction = isNew ? open.at(-1) : open[random.integer(0, open.length - 1)];
		if (!instruction) return;
		// Of one timestamp each kind at most once: nothing else tells two notifications apart.
		const codes = new Set(isNew ? ['REFERRALCREATED'] : [random.pick(CODES)]);
		if (random.integer(1, 8) === 1) codes.add(random.pick(CODES)).add(random.pick(CODES));
		const timestamp = instructions.stamp();
		for (const code of codes) instructions.notify(instruction, code, timestamp);
		if ([...codes].some((code) => LAST_OF_A_CASE.has(code))) open = open.filter((one) => one !== instruction);
	});
}
