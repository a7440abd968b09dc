import type {
	Icon,
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { movem } from '../nodes/Movem/api';
import { hosts } from '../nodes/Movem/hosts';
import { testRules } from '../nodes/shared/errors';
import { baseUrlExpression, environmentFields } from '../nodes/shared/http';

/** A Movem API key. It is sent as it is, without a scheme (contract §2). */
export class MovemApi implements ICredentialType {
	name = 'movemApi';

	displayName = 'Movem API';

	icon: Icon = { light: 'file:../nodes/Movem/movem.svg', dark: 'file:../nodes/Movem/movem.dark.svg' };

	documentationUrl =
		'https://github.com/moving-partners/n8n-nodes-moving-partners/blob/main/docs/keys.md#movem';

	properties: INodeProperties[] = [
		...environmentFields(hosts),
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'From your Movem account, under Settings → API',
		},
		{
			displayName: 'Send Key As',
			name: 'header',
			type: 'options',
			options: [
				{ name: 'X-Api-Key Header', value: 'x-api-key', description: 'As in Movem’s examples' },
				{ name: 'Authorization Header', value: 'authorization', description: 'As in Movem’s text' },
				{ name: 'Both Headers', value: 'both' },
			],
			default: 'x-api-key',
			description: 'Movem documents two headers. Change this only if a correct key is not accepted.',
		},
	];

	authenticate: IAuthenticate = async (
		{ apiKey, header }: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const key = String(apiKey).trim();
		const headers = {
			...(header !== 'authorization' && { 'x-api-key': key }),
			...((header === 'authorization' || header === 'both') && { Authorization: key }),
		};
		return { ...request, headers: { ...request.headers, ...headers } };
	};

	// Reading the balance costs nothing.
	test: ICredentialTestRequest = {
		request: { baseURL: baseUrlExpression(hosts), url: '/credits' },
		rules: testRules(movem),
	};
}
