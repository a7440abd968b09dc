import type {
	Icon,
	IAuthenticateGeneric,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	INodeProperties,
} from 'n8n-workflow';

import { NO_TOKEN, baseUrlExpression, environmentFields, loginUrlOf } from '../nodes/shared/http';
import { sprove } from '../nodes/Sprove/api';
import { hosts } from '../nodes/Sprove/hosts';
import { testRules } from '../nodes/shared/errors';
import { readToken, type AuthResponse } from '../nodes/Sprove/token';

/** A client ID and secret key at sprove. n8n logs in with them and stores the token (contract §2). */
export class SproveApi implements ICredentialType {
	name = 'sproveApi';

	/** With a capital, which n8n's lint demands of a credential (cred-class-field-display-name-miscased). */
	displayName = 'Sprove API';

	icon: Icon = { light: 'file:../nodes/Sprove/sprove.svg', dark: 'file:../nodes/Sprove/sprove.dark.svg' };

	documentationUrl =
		'https://github.com/moving-partners/n8n-nodes-moving-partners/blob/main/docs/keys.md#sprove';

	properties: INodeProperties[] = [
		...environmentFields(hosts),
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			description: 'From sprove; production and sandbox have their own',
		},
		{
			displayName: 'Secret Key',
			name: 'secretKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'From sprove; production and sandbox have their own',
		},
		{
			displayName: 'Token',
			name: 'token',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
	];

	/**
	 * Logs in for a token. n8n calls this when the token is empty, and stores it.
	 *
	 * @throws Error where the response has no token
	 */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		const response = (await this.helpers.httpRequest({
			method: 'POST',
			url: `${loginUrlOf(hosts)(credentials as IDataObject)}/auth`,
			headers: {
				'Client-ID': String(credentials.clientId).trim(),
				'Secret-Key': String(credentials.secretKey).trim(),
				'Content-Type': 'application/json',
			},
			// As text, because a token of digits would be parsed as a number.
			encoding: 'text',
			returnFullResponse: true,
			disableFollowRedirect: true,
		})) as AuthResponse;
		const token = readToken(response);
		if (!token) throw new Error(NO_TOKEN);
		return { token };
	}

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: { Authorization: '=Bearer {{ $credentials.token }}', 'Content-Type': 'application/json' },
		},
	};

	// Logs in, which costs nothing. Any other request would only test the stored token.
	test: ICredentialTestRequest = {
		request: {
			baseURL: baseUrlExpression(hosts),
			method: 'POST',
			url: '/auth',
			headers: {
				'Content-Type': 'application/json',
				'Client-ID': '={{ $credentials.clientId.trim() }}',
				'Secret-Key': '={{ $credentials.secretKey.trim() }}',
			},
		},
		rules: testRules(sprove, [401, 403]),
	};
}
