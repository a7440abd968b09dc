import { defineOperation } from '../../shared/operation';

export const get = defineOperation({
	name: 'Get',
	action: 'Get account',
	description: 'Find out which user and kind of firm the credential belongs to',
	contract: 'whoAmI',
	fields: {},
	run: async (_, { object }) => await object({ method: 'GET', path: '/auth/whoami' }),
});
