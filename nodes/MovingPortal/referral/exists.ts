import { defineOperation, path, type OperationContext } from '../../shared/operation';
import { ownReference } from '../fields';

/**
 * Whether a case with one of the user's own references exists.
 *
 * @throws NodeApiError for any status besides 2xx and 404: a wrong password must not count as "no" (contract §8 no. 21)
 */
export async function referralExists(
	reference: string,
	{ send, apiError }: Pick<OperationContext, 'send' | 'apiError'>,
): Promise<boolean> {
	const request = {
		method: 'HEAD',
		path: path`/referral/introducer/${reference}`,
		acceptedStatuses: [400, 404],
	} as const;
	const response = await send(request);
	// A HEAD has no body, so the message has to be ours.
	if (response.status === 400)
		throw apiError(request, { message: `"${reference}" is not a valid reference` }, response);
	return response.status !== 404;
}

export const exists = defineOperation({
	name: 'Exists',
	action: 'Check if referral exists',
	description: 'Find out whether one of your references is in use, by a referral or an instruction',
	contract: 'referralExists',
	fields: {
		reference: ownReference({
			displayName: 'Reference',
			required: true,
			placeholder: 'e.g. I-1001',
			description: 'Your own integration or customer reference',
		}),
	},
	async run({ reference }, context) {
		return { exists: await referralExists(reference, context), reference };
	},
});
