import type { IDataObject } from 'n8n-workflow';

import { sameSecret } from '../../shared/guards';
import { toText } from './parse';

const base64 = (text: string) => Buffer.from(text).toString('base64');

/**
 * Whether a postback proves that it belongs to an order of ours. The documents show one spelling of the
 * header and name another; with and without a scheme word that makes four (contract §9 no. 1).
 *
 * @param header the Authorization header as it came
 * @param credential what orders are placed with; where it lacks user or password, they send neither along
 */
export function isAuthorized(header: string | undefined, credential: IDataObject): boolean {
	const [user = '', password = ''] = [credential.postbackUser, credential.postbackPassword].map((value) =>
		toText(value).trim(),
	);
	if (user === '' || password === '') return true;
	const sent = (header ?? '').trim().replace(/^basic\s+/i, '');
	const halves = `${base64(user)}:${base64(password)}`;
	const whole = base64(`${user}:${password}`);
	// Both are compared whatever the first says, so that the time does not tell which it was.
	return [halves, whole].map((expected) => sameSecret(sent, expected)).includes(true);
}
