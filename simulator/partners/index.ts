import type { PartnerContext } from '../partner';
import { createMovem } from './movem';
import { createMovingPortal } from './movingPortal';
import { createMymove } from './mymove';
import { createSmartMove } from './smartMove';
import { createSprove } from './sprove';

/**
 * Creates every partner. A new one is a folder beside this file and a line here, with the next free number: it seeds
 * the partner's random data, so the others keep theirs.
 */
export function createPartners(contextOf: (number: number) => PartnerContext) {
	return {
		movem: createMovem(contextOf(1)),
		mymove: createMymove(contextOf(2)),
		movingPortal: createMovingPortal(contextOf(3)),
		sprove: createSprove(contextOf(5)),
		smartMove: createSmartMove(contextOf(4)),
	};
}

/** The partners by the names that `control` has for them. */
export type Partners = ReturnType<typeof createPartners>;
