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

import { hosts } from '../nodes/MovingPortal/hosts';
import { baseUrlExpression, environmentFields, loginUrlOf } from '../nodes/shared/http';
import { member } from '../nodes/shared/guards';
import { isRecord } from '../nodes/shared/guards';

/** An n8n expression with one outcome for Bearer and another for Basic. */
const ifBearer = (bearer: string, basic: string) =>
	`={{ $credentials.authentication === "bearer" ? (${bearer}) : (${basic}) }}`;

/** A web-service user of The Moving Portal, by Basic or by a Bearer token of thirty minutes (contract §2). */
export class MovingPortalApi implements ICredentialType {
	name = 'movingPortalApi';

	displayName = 'The Moving Portal API';

	icon: Icon = {
		light: 'file:../nodes/MovingPortal/movingPortal.svg',
		dark: 'file:../nodes/MovingPortal/movingPortal.dark.svg',
	};

	documentationUrl = 'https://github.com/moving-partners/n8n-nodes-moving-partners#credentials';

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
	 * Logs in for a Bearer token. n8n calls this when the token is empty or is being tested, and stores it.
	 * The user name and password are used each time, never the refresh token: it would be one more secret to
	 * keep, and a test with a changed password has to ask the partner.
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
		if (typeof accessToken !== 'string' || accessToken.trim() === '')
			throw new Error('the login was answered without a token');
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
	 * Asks who is asking. For Bearer it logs in instead: while a token is stored and still good, n8n (2.41) would
	 * test that one, and call a wrong password right.
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
	};
}
