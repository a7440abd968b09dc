import { PARTNER_NAMES, PARTNERS, type PartnerName } from './partners';

/**
 * What opens the simulated partners. All of it is made up and works nowhere else, so it may be printed, committed and
 * typed into a workflow.
 */
export const SIMULATED_CREDENTIALS = Object.fromEntries(
	PARTNER_NAMES.map((name) => [name, PARTNERS[name].credential]),
) as { [Name in PartnerName]: (typeof PARTNERS)[Name]['credential'] };
