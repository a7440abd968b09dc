import { locator, simplifyField } from '../../shared/fields';

/** Picks the reference to read. */
export const referenceId = locator({
	displayName: 'Reference',
	searchMethod: 'searchReferences',
	placeholder: 'e.g. 800001',
	description:
		'The reference to read. An application has its ID in reference_id, once the tenant has opened the link.',
});

export const simplify = simplifyField(
	'Adds the stage and keeps the decision and the summary. Bank transactions, incomes, judgments, addresses and answers are left out.',
);
