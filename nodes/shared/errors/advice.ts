/** What the user can do, by HTTP status, where the partner has no advice of its own. */
export const ADVICE: Readonly<Record<number, string>> = {
	400: 'Check the values of this item against what the message says.',
	401: 'Check the key or password and the environment in the credential.',
	403: 'The credential is valid but may not do this. Check the environment, or ask the partner for access.',
	404: 'Check the ID and the environment in the credential.',
	405: 'Check the base URL in the credential.',
	406: 'Check the base URL in the credential.',
	409: 'Look at the partner for what this is at odds with, and change this item or what is there.',
	410: 'It has been removed at the partner. Take this item out, or create it again.',
	429: 'Run it again later, or raise "Retries" under Request Options.',
	501: 'Check the base URL in the credential.',
};

/** Why a partner could not be asked, by the system code of the connection error. */
export const CONNECTION_ERRORS: Readonly<Record<string, string>> = {
	ENOTFOUND: 'its host name is not known',
	EAI_AGAIN: 'its host name could not be looked up',
	ECONNREFUSED: 'the connection was refused',
	EHOSTUNREACH: 'there is no route to its host',
	ENETUNREACH: 'there is no route to its network',
	CERT_HAS_EXPIRED: 'its certificate has expired',
	ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'this n8n does not know who has signed its certificate',
	SELF_SIGNED_CERT_IN_CHAIN: 'this n8n does not know who has signed its certificate',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'this n8n does not know who has signed its certificate',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'this n8n does not know who has signed its certificate',
	ERR_INVALID_CHAR: 'the credential has a character that cannot be sent',
};

/** What a longer time limit may help against. */
export const OUT_OF_TIME = 'no answer came in time';

/** What became of the answer of a partner that was asked, and may have done it, by the same code. */
export const LOST_ANSWERS: Readonly<Record<string, string>> = {
	ECONNRESET: 'the connection was closed before an answer came',
	EPIPE: 'the connection was closed before an answer came',
	ERR_BAD_RESPONSE: 'the connection was closed in the middle of the answer',
	ECONNABORTED: OUT_OF_TIME,
	ETIMEDOUT: OUT_OF_TIME,
};

/** What the user can do about a response that cannot be the partner's. */
export const WRONG_HOST_ADVICE =
	'Check the base URL in the credential: something else than the partner may be answering there.';
