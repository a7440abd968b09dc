import { defineOperation } from '../../shared/operation';
import { simplify, applicationKeyFields } from '../fields';
import { readApplication } from './read';
import { simplified } from './simplified';

export const get = defineOperation({
	name: 'Get',
	action: 'Get application',
	description: 'Retrieve one application with its applicants and its recommendation',
	contract: 'getApplication',
	fields: { ...applicationKeyFields, simplify },
	async run({ simplify: lean, ...key }, context) {
		const application = await readApplication(key, context);
		return lean ? simplified(application) : { ...application };
	},
});
