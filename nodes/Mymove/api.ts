import type { components } from '../../openapi/types/mymove';
import { baseUrlOf } from '../shared/environment';
import type { Provider } from '../shared/operation';
import { commonWords } from '../shared/words';
import { hosts } from './hosts';

/** MYMOVE, US mover leads. A bare token; nothing is documented about errors (contract §3.3). */
export const mymove: Provider = {
	name: 'MYMOVE',
	credential: 'mymoveApi',
	secrets: ['accessToken'],
	baseUrl: baseUrlOf(hosts),
	readError: commonWords,
	advice: {
		401: 'Check the access token in the credential: it is sent exactly as entered.',
		403: 'Check the client ID in the credential: it has to belong to the access token.',
		404: 'Check the client ID and the environment in the credential.',
	},
};

/** A lead as MYMOVE returns it: every value a text (contract §3.2). */
export type Lead = components['schemas']['Lead'];
