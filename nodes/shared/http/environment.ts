import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { choice, toNodeProperties, shownFor, text } from '../fields';

/** A partner's hosts by the value stored in the credential; the first is the default. URLs without a trailing slash. */
export type Hosts = Readonly<Record<string, { name: string; url: string }>>;

/** Value of the environment for which the user enters the address. */
const CUSTOM = 'custom';

/**
 * What a base URL has to look like: paths are put behind it, so that a "#" or "?" in it would take them for something
 * else, and the credential brings user and password itself.
 */
const BASE_URL = /^https?:\/\/[^\s\\/?#@]+(\/[^\s\\?#]*)?$/i;

/** The same in words. */
export const BASE_URL_MUST =
	'must be a web address that starts with http:// or https://, without blanks, "?", "#", user or password in it';

/** Whether paths can be put behind an address, so that requests go where they should. */
export function isBaseUrl(address: string): boolean {
	return BASE_URL.test(address) && URL.canParse(address);
}

/** The credential's fields that say where the partner lives. */
export function environmentFields(hosts: Hosts): INodeProperties[] {
	return toNodeProperties({
		environment: choice({
			displayName: 'Environment',
			options: [
				...Object.entries(hosts).map(([value, { name, url }]) => ({ name, value, description: url })),
				{
					name: 'Custom',
					value: CUSTOM,
					description: 'Another address, e.g. a simulator or a gateway of your own',
				},
			],
			default: Object.keys(hosts)[0] ?? CUSTOM,
		}),
		baseUrl: shownFor(
			{ environment: [CUSTOM] },
			text({
				displayName: 'Base URL',
				required: true,
				placeholder: 'e.g. http://127.0.0.1:4010/partner',
				description: 'Root of the partner’s API, without the path of an operation',
			}),
		),
	});
}

/** Reads the base URL out of a decrypted credential, without trailing slashes. */
export function baseUrlOf(hosts: Hosts): (credentials: IDataObject) => string {
	return ({ environment, baseUrl }) => {
		const preset = hosts[String(environment)]?.url;
		return (preset ?? String(baseUrl ?? '')).trim().replace(/\/+$/, '');
	};
}

/**
 * The same for a login, which n8n lets the credential send by itself.
 *
 * @throws Error in the user's words for an address that is none: the secret goes nowhere then
 */
export function loginUrlOf(hosts: Hosts): (credentials: IDataObject) => string {
	return (credentials) => {
		const url = baseUrlOf(hosts)(credentials);
		if (!isBaseUrl(url)) throw new Error(`Base URL ${BASE_URL_MUST}`);
		return url;
	};
}

/**
 * The same as an n8n expression, for a credential's test request. In place of an address that is none it has the
 * words, so that nothing is sent: n8n takes what fails in an expression for an empty value (n8n-workflow 2.41,
 * Expression.renderExpression).
 */
export function baseUrlExpression(hosts: Hosts): string {
	const presets = JSON.stringify(
		Object.fromEntries(Object.entries(hosts).map(([value, { url }]) => [value, url])),
	);
	return `={{ (${presets}[$credentials.environment] ?? $credentials.baseUrl).trim().replace(/\\/+$/, '').replace(/^(?!${BASE_URL.source})[^]*$/i, ${JSON.stringify(`Base URL ${BASE_URL_MUST}`)}) }}`;
}
