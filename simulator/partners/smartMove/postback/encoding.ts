import type { components } from '../../../../openapi/types/smartmove';
import type { RequestParameters } from '../application';

export type Postback = components['schemas']['Postback'];

/**
 * Forms of the Authorization header. `encodedPair` is the documented one: user name and password, each in base64, with a
 * colon between them. The next three are other readings of the document's word "Basic", the last two are wrong.
 */
export const AUTHORIZATION_FORMS = [
	'encodedPair',
	'basicEncodedPair',
	'basic',
	'basicWithoutScheme',
	'forged',
	'none',
] as const;
export type AuthorizationForm = (typeof AUTHORIZATION_FORMS)[number];

/** Forms of the body: the documented one, four others that a receiver must accept, and one that is invalid. */
export const BODY_FORMS = ['json', 'leadingZeros', 'sparse', 'form', 'multipart', 'malformed'] as const;
export type BodyForm = (typeof BODY_FORMS)[number];

const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');

/** The value of the Authorization header; undefined when none is sent. */
export function authorization(parameters: RequestParameters, form: AuthorizationForm): string | undefined {
	const { postback_username: user = '', postback_password: password = '' } = parameters;
	if (form === 'forged') return `${base64('somebody')}:${base64('else')}`;
	if (form === 'none' || user === '' || password === '') return undefined;
	const encodedPair = `${base64(user)}:${base64(password)}`;
	const whole = base64(`${user}:${password}`);
	return {
		encodedPair,
		basicEncodedPair: `Basic ${encodedPair}`,
		basic: `Basic ${whole}`,
		basicWithoutScheme: whole,
	}[form];
}

/** An Authorization header for the log: its form, with the credentials masked. */
export function maskAuthorization(value: string): string {
	const [scheme = '', ...rest] = value.split(' ');
	const secret = rest.length > 0 ? rest.join(' ') : scheme;
	return `${rest.length > 0 ? `${scheme} ` : ''}${secret.replace(/[^:]+/g, '***')}`;
}

/** The body of a postback, with its content type. */
export function encodeBody(postback: Postback, form: BodyForm): { contentType: string; text: string } {
	const json = JSON.stringify(postback);
	const fields = Object.entries(postback).map(([name, value]) => [name, String(value ?? '')] as const);
	switch (form) {
		case 'json':
			return { contentType: 'application/json', text: json };
		// The document's sample has leading zeros, which JSON does not allow.
		case 'leadingZeros':
			return {
				contentType: 'application/json',
				text: json.replace(
					/("applicationId":)(\d+)/,
					(_, key: string, id: string) => key + id.padStart(9, '0'),
				),
			};
		case 'sparse':
			return {
				contentType: 'application/json',
				text: JSON.stringify({ applicationId: postback.applicationId, reportStatus: postback.reportStatus }),
			};
		case 'form':
			return {
				contentType: 'application/x-www-form-urlencoded',
				text: new URLSearchParams(Object.fromEntries(fields)).toString(),
			};
		case 'multipart':
			return multipart(fields);
		case 'malformed':
			return { contentType: 'application/json', text: json.slice(0, Math.ceil(json.length / 2)) };
	}
}

function multipart(fields: ReadonlyArray<readonly [string, string]>): { contentType: string; text: string } {
	const boundary = 'made-up-boundary-7e8f90';
	const parts = fields.map(
		([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
	);
	return {
		contentType: `multipart/form-data; boundary=${boundary}`,
		text: `${parts.join('')}--${boundary}--\r\n`,
	};
}
