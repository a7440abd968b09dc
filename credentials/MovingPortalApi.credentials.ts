import type {
	Icon,
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestMethods,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { movingPortal } from '../nodes/MovingPortal/api';
import { hosts } from '../nodes/MovingPortal/hosts';
import { testRules } from '../nodes/shared/errors';
import { NO_TOKEN, baseUrlExpression, environmentFields, loginUrlOf } from '../nodes/shared/http';
import { isRecord, member } from '../nodes/shared/guards';

/** An n8n expression with one value for Bearer and another for Basic. */
const ifBearer = (bearer: string, basic: string) =>
	`={{ $credentials.authentication === "bearer" ? (${bearer}) : (${basic}) }}`;

/** A web-service user of The Moving Portal, with Basic or a Bearer token valid for thirty minutes (contract §2). */
export class MovingPortalApi implements ICredentialType {
	name = 'movingPortalApi';

	displayName = 'The Moving Portal API';

	icon: Icon = {
		light: 'file:../nodes/MovingPortal/movingPortal.svg',
		dark: 'file:../nodes/MovingPortal/movingPortal.dark.svg',
	};

	documentationUrl =
		'https://github.com/moving-partners/n8n-nodes-moving-partners/blob/main/docs/keys.md#the-moving-portal';

	properties: INodeProperties[] = [
		...environmentFields(hosts),
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{ name: 'Basic', value: 'basic', description: 'User name and password with every request' },
				{ name: 'Bearer', value: 'bearer', description: 'A token that n8n gets and renews by itself' },
			],
			default: 'basic',
		},
		{
			displayName: 'User Name',
			name: 'username',
			type: 'string',
			default: '',
			required: true,
			description: 'Of the web-service user, which is not your login to the portal',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
		},
		{
			displayName: 'Acting Person’s Email',
			name: 'actingEmail',
			type: 'string',
			default: '',
			placeholder: 'e.g. kim@example.test',
			description: 'Only for an integration account: sent when logging in for a Bearer token',
			displayOptions: { show: { authentication: ['bearer'] } },
		},
		{
			displayName: 'Acting Person’s User Code',
			name: 'userCode',
			type: 'string',
			default: '',
			description: 'Only for an integration account: sent as X-UserCode with every request',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
	];

	/**
	 * Logs in for a Bearer token. n8n calls this when the token is empty, and when the credential is tested, and stores
	 * the token. It sends user name and password each time, and no refresh token: that would be one more secret to store,
	 * and a test after a change of password has to check the new one.
	 *
	 * @returns the new token; empty for Basic
	 * @throws Error where the response has no token
	 */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		const { authentication, username, password, actingEmail } = credentials;
		if (authentication !== 'bearer') return {};
		const response: unknown = await this.helpers.httpRequest({
			method: 'POST',
			url: `${loginUrlOf(hosts)(credentials as IDataObject)}/auth/login`,
			body: { username, password, email: actingEmail ?? '' },
			json: true,
			disableFollowRedirect: true,
		});
		const accessToken = isRecord(response) ? member(response, 'accessToken') : undefined;
		if (typeof accessToken !== 'string' || accessToken.trim() === '') throw new Error(NO_TOKEN);
		return { accessToken };
	}

	authenticate: IAuthenticate = async (
		{ authentication, username, password, accessToken, userCode }: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const basic = `Basic ${Buffer.from(`${String(username)}:${String(password)}`).toString('base64')}`;
		const headers = {
			Authorization: authentication === 'bearer' ? `Bearer ${String(accessToken)}` : basic,
			...(userCode ? { 'X-UserCode': userCode } : {}),
		};
		return { ...request, headers: { ...request.headers, ...headers } };
	};

	/**
	 * Asks for the own user. With Bearer it logs in instead: n8n (2.41) would test a stored token that is still valid, and
	 * report a wrong password as right.
	 */
	test: ICredentialTestRequest = {
		request: {
			baseURL: baseUrlExpression(hosts),
			method: ifBearer('"POST"', '"GET"') as IHttpRequestMethods,
			url: ifBearer('"/auth/login"', '"/auth/whoami"'),
			body: ifBearer(
				'{ username: $credentials.username, password: $credentials.password, email: $credentials.actingEmail ?? "" }',
				'undefined',
			),
		},
		rules: testRules(movingPortal, [401]),
	};
}
