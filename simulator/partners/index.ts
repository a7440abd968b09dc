import type { Partner, PartnerContext } from '../partner';
import { createMovem } from './movem';
import { credential as movem } from './movem/credential';
import { createMovingPortal } from './movingPortal';
import { credential as movingPortal } from './movingPortal/credential';
import { createMymove } from './mymove';
import { credential as mymove } from './mymove/credential';
import { createSmartMove } from './smartMove';
import { credential as smartMove } from './smartMove/credential';
import { createSprove } from './sprove';
import { credential as sprove } from './sprove/credential';

/**
 * The partners of the pack by their names in code. Simulator, testbed, tests and benchmarks read this list and no
 * other: `movingPortal` has its nodes in `nodes/MovingPortal/`, its credential type is `movingPortalApi`, its contract
 * is `openapi/<prefix>.yaml`. Add a partner at the end, because its place seeds what it makes up.
 */
export const PARTNERS = {
	movem: partner({ name: 'Movem', prefix: 'movem', credential: movem, create: createMovem }),
	mymove: partner({ name: 'MYMOVE', prefix: 'mymove', credential: mymove, create: createMymove }),
	movingPortal: partner({
		name: 'The Moving Portal',
		prefix: 'moving-portal',
		credential: movingPortal,
		create: createMovingPortal,
	}),
	smartMove: partner({
		name: 'RentPrep SmartMove',
		prefix: 'smartmove',
		credential: smartMove,
		create: createSmartMove,
	}),
	sprove: partner({ name: 'sprove', prefix: 'sprove', credential: sprove, create: createSprove }),
};

interface Entry<Prefix extends string, Simulated extends Partner, Credential> {
	/** As n8n shows it. */
	name: string;
	/** First part of its paths at the simulator, and the name of its contract in `openapi/` and `docs/contracts/`. */
	prefix: Prefix;
	credential: Credential;
	/** Makes the simulated partner anew. */
	create(context: PartnerContext): Simulated;
}

/** Holds the simulated partner to the prefix of its entry. */
function partner<
	Prefix extends string,
	Simulated extends Partner & { provider: Prefix },
	Credential extends Readonly<Record<string, string>>,
>(entry: Entry<Prefix, Simulated, Credential>) {
	return entry;
}

export type PartnerName = keyof typeof PARTNERS;

export const PARTNER_NAMES = Object.keys(PARTNERS) as PartnerName[];

/** The simulated partners by name. */
export type Partners = { [Name in PartnerName]: ReturnType<(typeof PARTNERS)[Name]['create']> };

/** What can be done to each partner, by its name. */
export type PartnerActions = { [Name in PartnerName]: Partners[Name]['controlActions'] };

/** Makes every partner, each in a world of its own. */
export function createPartners(context: (place: number) => PartnerContext): Partners {
	return Object.fromEntries(
		PARTNER_NAMES.map((name, i) => [name, PARTNERS[name].create(context(i + 1))]),
	) as unknown as Partners;
}
