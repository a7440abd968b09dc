import type {
	Icon,
	IAuthenticateGeneric,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

import { mymove } from '../nodes/Mymove/api';
import { hosts } from '../nodes/Mymove/hosts';
import { testRules } from '../nodes/shared/errors';
import { baseUrlExpression, environmentFields } from '../nodes/shared/http';

/** MYMOVE's access token and the client ID that belongs to it. The token is sent as it is, without a scheme (contract §2). */
export class MymoveApi implements ICredentialType {
	name = 'mymoveApi';

	displayName = 'MYMOVE API';

	icon: Icon = { light: 'file:../nodes/Mymove/mymove.svg', dark: 'file:../nodes/Mymove/mymove.dark.svg' };

	documentationUrl =
		'https://github.com/moving-partners/n8n-nodes-moving-partners/blob/main/docs/keys.md#mymove';

	properties: INodeProperties[] = [
		...environmentFields(hosts),
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 11112222-3333-4444-5555-666677778888',
			description: 'Sent to you by MYMOVE together with the access token',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'From your MYMOVE representative; sent exactly as entered',
		},
	];

	// MYMOVE demands the content type with every request, although a GET has no body.
	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: { Authorization: '={{ $credentials.accessToken }}', 'Content-Type': 'application/json' },
		},
	};

	// Reads the leads of the last hour, which changes nothing.
	test: ICredentialTestRequest = {
		request: {
			baseURL: baseUrlExpression(hosts),
			url: '=/v2/clients/{{ encodeURIComponent($credentials.clientId.trim()) }}/leads',
			qs: { hrs: 1 },
		},
		rules: testRules(mymove, [401, 403, 404]),
	};
}
