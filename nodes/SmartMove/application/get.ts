import { defineOperation } from '../../shared/operation';
import { simplify, whichApplication } from '../fields';
import { readApplication } from './read';
import { simplified } from './simplified';

export const get = defineOperation({
	name: 'Get',
	action: 'Get application',
	description: 'Retrieve one application with its applicants and its recommendation',
	contract: 'getApplication',
	fields: { ...whichApplication, simplify },
	async run({ simplify: lean, ...one }, context) {
		const application = await readApplication(one, context);
		return lean ? simplified(application) : { ...application };
	},
});
