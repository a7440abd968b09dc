import type { components } from '../../openapi/types/movem';
import { baseUrlOf } from '../shared/environment';
import type { Provider, Tools } from '../shared/operation';
import { commonWords } from '../shared/words';
import { hosts } from './hosts';

/** Movem, UK tenant referencing. A static key; errors in no documented shape (contract §3.5). */
export const movem: Provider = {
	name: 'Movem',
	credential: 'movemApi',
	secrets: ['apiKey'],
	baseUrl: baseUrlOf(hosts),
	readError: commonWords,
	advice: {
		403: 'Movem hides this application from your account. Check the environment in the credential.',
		404: 'Movem knows no such application. Check the ID and the environment in the credential.',
		410: 'Movem has removed this application. It has to be created anew.',
	},
};

/** An application as Movem returns it (contract §3.2). */
export type Application = components['schemas']['Application'];

/** Every application of the account. Movem's list has no pages and no filter (contract §4). */
export async function listApplications(tools: Pick<Tools, 'list'>): Promise<Application[]> {
	return await tools.list<Application>({ method: 'GET', path: '/application/' }, ['applications', 'data']);
}
