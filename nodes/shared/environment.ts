import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { choice, drawFields, shownFor, text } from './fields';

/** A partner's hosts by the value stored in the credential; the first is the default. URLs without a trailing slash. */
export type Hosts = Readonly<Record<string, { name: string; url: string }>>;

/** Value of the environment for which the user enters the address. */
const CUSTOM = 'custom';

/** The credential's fields that say where the partner lives. */
export function environmentFields(hosts: Hosts): INodeProperties[] {
	return drawFields({
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

/** The same as an n8n expression, for a credential's test request. */
export function baseUrlExpression(hosts: Hosts): string {
	const presets = JSON.stringify(
		Object.fromEntries(Object.entries(hosts).map(([value, { url }]) => [value, url])),
	);
	return `={{ (${presets}[$credentials.environment] ?? $credentials.baseUrl).trim().replace(/\\/+$/, '') }}`;
}
