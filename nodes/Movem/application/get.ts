import { defineOperation, path } from '../../shared/operation';
import { isRecord } from '../../shared/words';
import type { Application } from '../api';
import { applicationId, simplify } from './fields';
import { output } from './simplified';

export const get = defineOperation({
	name: 'Get',
	action: 'Get application',
	description: 'Retrieve one application with its status and link',
	contract: 'getApplication',
	fields: { applicationId, simplify },
	async run({ applicationId: id, simplify: lean }, { send, refuse, unexpected }) {
		const request = { method: 'GET', path: path`/application/${id}` } as const;
		const answer = await send(request);
		// Movem may say "there is none" by an empty 204 (contract §8 no. 14).
		if (answer.body === '')
			throw refuse(request, { message: `There is no application ${id}` }, { ...answer, status: 404 });
		if (!isRecord(answer.body)) throw unexpected(request, answer, 'an application');
		return output(answer.body as object as Application, lean);
	},
});
