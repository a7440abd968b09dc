import type { IDataObject } from 'n8n-workflow';

import { sameSecret } from '../../shared/guards';
import { toText } from './parse';

const base64 = (text: string) => Buffer.from(text).toString('base64');

/**
 * Whether a postback has the credential's user and password. SmartMove's documents show one spelling of the header and
 * describe another; either may have the word "Basic" before it or not (contract §9 no. 1).
 *
 * @param header the Authorization header of the postback
 * @param credential the SmartMove credential; without user or password in it every postback is accepted
 */
export function isAuthorized(header: string | undefined, credential: IDataObject): boolean {
	const [user = '', password = ''] = [credential.postbackUser, credential.postbackPassword].map((value) =>
		toText(value).trim(),
	);
	if (user === '' || password === '') return true;
	const sent = (header ?? '').trim().replace(/^basic\s+/i, '');
	const halves = `${base64(user)}:${base64(password)}`;
	const whole = base64(`${user}:${password}`);
	// Both are always compared, so that the time does not reveal which one matched.
	return [halves, whole].map((expected) => sameSecret(sent, expected)).includes(true);
}
