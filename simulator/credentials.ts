import { PARTNER_NAMES, PARTNERS, type PartnerName } from './partners';

/**
 * The credentials of the simulated partners. They are made up and work nowhere else, so they may be printed,
 * committed and typed into a workflow.
 */
export const SIMULATED_CREDENTIALS = Object.fromEntries(
	PARTNER_NAMES.map((name) => [name, PARTNERS[name].credential]),
) as { [Name in PartnerName]: (typeof PARTNERS)[Name]['credential'] };

/** The fields of n8n's credentials as they stand on the screen. */
const LABELS: Record<string, string> = {
	apiKey: 'API Key',
	header: 'Send Key As',
	clientId: 'Client ID',
	accessToken: 'Access Token',
	authentication: 'Authentication',
	username: 'User Name',
	password: 'Password',
	postbackUser: 'Postback User',
	postbackPassword: 'Postback Password',
	secretKey: 'Secret Key',
};

/** The values that are chosen from a list, as they stand there. */
const CHOICES: Record<string, string> = { 'x-api-key': 'X-Api-Key Header', basic: 'Basic' };

/** What to enter into n8n's credential of a partner, field by field, for a simulator at `address`. */
export function whatToEnter(name: PartnerName, address: string): Array<[field: string, value: string]> {
	const { prefix, credential } = PARTNERS[name];
	return [
		['Environment', 'Custom'],
		['Base URL', `${address}/${prefix}`],
		...Object.entries(credential).map(([field, value]): [string, string] => [
			LABELS[field] ?? field,
			CHOICES[value] ?? value,
		]),
	];
}

/** The name of n8n's credential of a partner, which n8n's lint wants with a capital. */
export function credentialName(name: PartnerName): string {
	const { name: partner } = PARTNERS[name];
	return `${partner.charAt(0).toUpperCase()}${partner.slice(1)} API`;
}
