import type { PartnerContext } from '../partner';
import { createMovem } from './movem';
import { createMovingPortal } from './movingPortal';
import { createMymove } from './mymove';
import { createSmartMove } from './smartMove';
import { createSprove } from './sprove';

/**
 * Make every partner, each in a world of its own. A new partner is a folder beside this file and a line here;
 * add it at the end, because the number seeds what the partner makes up.
 */
export function createPartners(world: (index: number) => PartnerContext) {
	return {
		movem: createMovem(world(1)),
		mymove: createMymove(world(2)),
		movingPortal: createMovingPortal(world(3)),
		sprove: createSprove(world(5)),
		smartmove: createSmartMove(world(4)),
	};
}

/** The partners by the names the control panel uses for them. */
export type Partners = ReturnType<typeof createPartners>;
