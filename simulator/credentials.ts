import { PARTNER_NAMES, PARTNERS, type PartnerName } from './partners';

/**
 * The credentials of the simulated partners. They are made up and work nowhere else, so they may be printed,
 * committed and typed into a workflow.
 */
export const SIMULATED_CREDENTIALS = Object.fromEntries(
	PARTNER_NAMES.map((name) => [name, PARTNERS[name].credential]),
) as { [Name in PartnerName]: (typeof PARTNERS)[Name]['credential'] };
