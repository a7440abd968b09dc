import { toRawResponse } from '../../http/rawResponse';
import { defineFaultKind } from '../faultKind';

/** 401 in the partner's own error shape, even if the credentials are right. */
export const wrongCredentials = defineFaultKind({
	fields: {},
	replaceResponse: (_, partner) =>
		toRawResponse(partner.errorResponse({ status: 401, message: 'The credentials are not valid' })),
});
