import { defineOperation } from '../../shared/operation';
import { read, type Application } from '../api';
import { simplify, which, whichApplication } from '../fields';
import { simplified } from './simplified';

export const get = defineOperation({
	name: 'Get',
	action: 'Get application',
	description: 'Retrieve one application with its applicants and its recommendation',
	contract: 'getApplication',
	fields: { ...whichApplication, simplify },
	async run({ simplify: lean, ...one }, { object }) {
		const application = await object<Application>(read('application/details', which(one)));
		return lean ? simplified(application) : { ...application };
	},
});
