import { PARTNER_NAMES, PARTNERS, type PartnerName } from '../../simulator/partners';
import type { JsonObject } from '../../testbed/n8nTypes';
import { UserError } from '../../testbed/userError';

/** The environment variable that holds a partner's account, such as `MOVING_PORTAL_ACCOUNT`. */
export const variableOf = (partner: PartnerName) =>
	`${PARTNERS[partner].prefix.toUpperCase().replaceAll('-', '_')}_ACCOUNT`;

/** Whether a credential leads to the partner's production system. A custom address may lead there as well. */
const isProduction = ({ environment }: JsonObject) => !/^(sandbox|staging|test)/.test(String(environment));

/**
 * The accounts to try, from the environment: each as JSON, with the fields of the credential's dialog in n8n.
 *
 * @param production whether the caller has said twice that production may be called
 * @throws UserError for what is no JSON object, and for production without having been told twice
 */
export function accountsFrom(env: NodeJS.ProcessEnv, production: boolean): Map<PartnerName, JsonObject> {
	const accounts = new Map<PartnerName, JsonObject>();
	for (const partner of PARTNER_NAMES) {
		const variable = variableOf(partner);
		const text = env[variable];
		if (text === undefined) continue;
		const account = parsed(variable, text);
		if (isProduction(account) && !production)
			throw new UserError(
				`${variable} does not name a test system as its "environment". Production is called only with --production and LIVE_PRODUCTION=yes.`,
			);
		accounts.set(partner, account);
	}
	return accounts;
}

function parsed(variable: string, text: string): JsonObject {
	try {
		const account: unknown = JSON.parse(text);
		if (typeof account === 'object' && account !== null && !Array.isArray(account))
			return account as JsonObject;
	} catch {
		// What JSON.parse says may quote the secret.
	}
	throw new UserError(`${variable} has to be a JSON object with the fields of the credential in n8n.`);
}
