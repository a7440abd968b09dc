import { toWire } from '../../http/wire';
import { defineFaultKind } from '../faultKind';

/** 401 in the partner's own error shape, even if the credentials are right. */
export const wrongCredentials = defineFaultKind({
	fields: {},
	replaceAnswer: (_, partner) =>
		toWire(partner.refuse({ status: 401, message: 'The credentials are not valid' })),
});
