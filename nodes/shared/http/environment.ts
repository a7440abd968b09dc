import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { choice, notice, toNodeProperties, shownFor, text } from '../fields';
import type { Environment } from '../operation';

/** A partner's hosts by the value stored in the credential; the first is the default. URLs without a trailing slash. */
export type Hosts = Readonly<Record<string, Environment & { url: string }>>;

/** The environment for which the user enters the base URL. */
const CUSTOM = 'custom';
const CUSTOM_NAME = 'Custom';

/**
 * A base URL that paths can be appended to: no "?" or "#", which would swallow the path, and no user and password, which
 * come from the credential.
 */
const BASE_URL = /^https?:\/\/[^\s\\/?#@]+(\/[^\s\\?#]*)?$/i;

/** The rule for a base URL in words. */
export const BASE_URL_MUST =
	'must be a web address that starts with http:// or https://, without blanks, "?", "#", user or password in it';

/** Whether a text is a URL that paths can be appended to. */
export function isBaseUrl(address: string): boolean {
	return BASE_URL.test(address) && URL.canParse(address);
}

/**
 * The fields "Environment" and "Base URL" of a partner's credential. The name that n8n suggests for a credential comes from
 * its type alone (getNewCredentialName in n8n's editor), so a notice asks for one that tells a test system.
 */
export function environmentFields(hosts: Hosts): INodeProperties[] {
	const tests = Object.keys(hosts).filter((value) => hosts[value]?.isTest);
	return toNodeProperties({
		environment: choice({
			displayName: 'Environment',
			options: [
				...Object.entries(hosts).map(([value, { name, url }]) => ({ name, value, description: url })),
				{
					name: CUSTOM_NAME,
					value: CUSTOM,
					description: 'Another address, e.g. a simulator or a gateway of your own',
				},
			],
			default: Object.keys(hosts)[0] ?? CUSTOM,
		}),
		isTest: shownFor(
			{ environment: tests },
			notice(
				'This is a test system. Say so in the name of the credential at the top: it is all that a node shows of it.',
			),
		),
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

/** Returns a function that reads the base URL from a decrypted credential, without trailing slashes. */
export function baseUrlOf(hosts: Hosts): (credentials: IDataObject) => string {
	return ({ environment, baseUrl }) => {
		const preset = hosts[String(environment)]?.url;
		return (preset ?? String(baseUrl ?? '')).trim().replace(/\/+$/, '');
	};
}

/** Returns a function that reads from a decrypted credential which environment it is for. */
export function environmentOf(hosts: Hosts): (credentials: IDataObject) => Environment {
	return ({ environment }) => hosts[String(environment)] ?? { name: CUSTOM_NAME };
}

/**
 * Like {@link baseUrlOf}, for the login request that a credential sends itself.
 *
 * @throws Error, worded for the user, where it is no base URL: then no secret is sent anywhere
 */
export function loginUrlOf(hosts: Hosts): (credentials: IDataObject) => string {
	return (credentials) => {
		const url = baseUrlOf(hosts)(credentials);
		if (!isBaseUrl(url)) throw new Error(`Base URL ${BASE_URL_MUST}`);
		return url;
	};
}

/**
 * The base URL as an n8n expression, for a credential's test request. For an invalid URL it yields the rule in words, so
 * that nothing is sent. It cannot throw instead: n8n reads a failed expression as an empty value (n8n-workflow 2.41,
 * Expression.renderExpression).
 */
export function baseUrlExpression(hosts: Hosts): string {
	const presets = JSON.stringify(
		Object.fromEntries(Object.entries(hosts).map(([value, { url }]) => [value, url])),
	);
	return `={{ (${presets}[$credentials.environment] ?? $credentials.baseUrl).trim().replace(/\\/+$/, '').replace(/^(?!${BASE_URL.source})[^]*$/i, ${JSON.stringify(`Base URL ${BASE_URL_MUST}`)}) }}`;
}
