import { notice } from '../../shared/fields';
import { tmpReference as reference } from '../fields';

/** Shown with every operation of a quote. */
export const inDevelopment = notice(
	'The Moving Portal calls its quotes “in development”: they may change at any time. Try them on the test system first.',
);

export const tmpReference: typeof reference = {
	...reference,
	property: {
		...reference.property,
		description: 'The Moving Portal’s own reference of the quote, as Quote: Create returns it',
	},
};
