import type {
	Icon,
	IAuthenticateGeneric,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

import { baseUrlExpression, environmentFields } from '../nodes/shared/http';
import { smartMove } from '../nodes/SmartMove/api';
import { hosts } from '../nodes/SmartMove/hosts';
import { testRules } from '../nodes/shared/errors';

/**
 * A SmartMove API key, and the user and password of postbacks (contract §7). Orders send the latter, and the trigger
 * checks them, so that they are never entered in a workflow.
 */
export class SmartMoveApi implements ICredentialType {
	name = 'smartMoveApi';

	displayName = 'RentPrep SmartMove API';

	icon: Icon = {
		light: 'file:../nodes/SmartMove/smartMove.svg',
		dark: 'file:../nodes/SmartMove/smartMove.dark.svg',
	};

	documentationUrl =
		'https://github.com/moving-partners/n8n-nodes-moving-partners/blob/main/docs/keys.md#smartmove';

	properties: INodeProperties[] = [
		...environmentFields(hosts),
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'RentPrep issues it on request',
		},
		{
			displayName: 'Postback User',
			name: 'postbackUser',
			type: 'string',
			default: '',
			description:
				'Of your own choosing. Orders pass it on, and the SmartMove Trigger takes only postbacks that bring it back.',
		},
		{
			displayName: 'Postback Password',
			name: 'postbackPassword',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Of your own choosing, with the user. Without both, anybody who knows the address of a trigger can call it.',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { 'x-apiKey': '={{ $credentials.apiKey.trim() }}' } },
	};

	// Lists the applications of a customer that does not exist, which costs nothing.
	test: ICredentialTestRequest = {
		request: {
			baseURL: baseUrlExpression(hosts),
			method: 'POST',
			url: '/api/smartmove/application/all',
			body: { referenceId: 'credential-test', limit: 1, page: 0 },
		},
		rules: testRules(smartMove, [401]),
	};
}
