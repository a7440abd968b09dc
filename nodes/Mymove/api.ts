import type { components } from '../../openapi/types/mymove';
import { baseUrlOf, environmentOf } from '../shared/http';
import { id } from '../shared/fields';
import type { Partner, OperationContext } from '../shared/operation';
import { readCommonError } from '../shared/errors';
import { hosts } from './hosts';

/** MYMOVE, US mover leads. The token is sent without a scheme. Errors are not documented (contract §3.3). */
export const mymove: Partner = {
	name: 'MYMOVE',
	credential: 'mymoveApi',
	secrets: ['accessToken'],
	baseUrl: baseUrlOf(hosts),
	environment: environmentOf(hosts),
	readError: readCommonError,
	advice: {
		401: 'Check the access token in the credential: it is sent exactly as entered.',
		403: 'Check the client ID in the credential: it has to belong to the access token.',
		404: 'Check the client ID and the environment in the credential.',
	},
};

/** A lead as MYMOVE returns it. Every value is a text (contract §3.2). */
export type Lead = components['schemas']['Lead'];

/** The field "Client ID", to read the leads of another client than the credential's. */
export const otherClientId = id({
	displayName: 'Client ID',
	description: 'Instead of the one in the credential',
});

/**
 * The ID of the client whose leads are read: the entered one, else the credential's.
 *
 * @throws NodeOperationError when there is neither
 */
export function clientIdOf(
	entered: string | undefined,
	context: Pick<OperationContext, 'credentialSetting' | 'operationError'>,
): string {
	const clientId = entered ?? context.credentialSetting('clientId');
	if (!clientId)
		throw context.operationError(
			'The MYMOVE credential has no Client ID',
			'Enter the client ID that MYMOVE sent with the access token.',
		);
	return clientId;
}
