import type { IDataObject } from 'n8n-workflow';

import { createUnlessExists, ifItAlreadyExists } from '../../shared/execution';
import { choice, shownFor, shownInPanel } from '../../shared/fields';
import { defineOperation, type OperationContext } from '../../shared/operation';
import { readCreated } from '../answers';
import { referralColumns } from './columns';
import { referralExists } from './exists';
import type { Referral } from './fields';
import { referralJson } from './json';
import { toReferral, panelFields, type PanelValues } from './panel';
import { payload } from './payload';
import { checkProperty, checkReferral } from './rules';

/**
 * Sends a referral.
 *
 * @returns the response, with our own references added
 * @throws what `readCreated` throws
 */
async function send(referral: Referral, context: OperationContext) {
	const request = { method: 'POST', path: '/referral', body: payload(referral) } as const;
	const response = await context.send(request);
	const answer = { request, response, name: 'reference', no: 'it did not take the referral' };
	const { body, reference } = readCreated(answer, context);
	const otherMembers = Object.entries(body).filter(([key]) => !/^(success|reference)$/i.test(key));
	return { ...Object.fromEntries(otherMembers), success: true, reference, ...ownReferences(referral) };
}

/** The user's own references of a referral; null where there is none. */
const ownReferences = ({ case: { uniqueIntegrationReference, uniqueCustomerReference } }: Referral) => ({
	uniqueIntegrationReference: uniqueIntegrationReference ?? null,
	uniqueCustomerReference: uniqueCustomerReference ?? null,
});

/** Those of the user's own references that are there. */
const referencesIn = ({ uniqueIntegrationReference, uniqueCustomerReference }: IDataObject) =>
	[uniqueIntegrationReference, uniqueCustomerReference].filter((reference) => typeof reference === 'string');

/** What a person looks for first in what became of a referral. */
const FIRST = ['reference', 'uniqueCustomerReference', 'uniqueIntegrationReference', 'alreadyExisted'];

export const create = defineOperation({
	name: 'Create',
	action: 'Create referral',
	description: 'Refer a customer for a survey, or send a lead to be priced',
	notice:
		'Refers the customer at once. The Moving Portal writes to the addresses given, and its test system sends real mail too: end an address in .nosend to prevent it.',
	contract: 'createReferral',
	changes: 'created',
	checkOnly: {
		shown: ({ specify, referral, ...values }) =>
			ownReferences((specify === 'json' && referral) || toReferral(values)),
	},
	fields: {
		specify: choice<'fields' | 'json' | 'columns'>({
			displayName: 'Specify Referral',
			default: 'fields',
			options: [
				{ name: 'Using Fields Below', value: 'fields' },
				{ name: 'Using JSON', value: 'json' },
				{ name: 'Using Columns of a Sheet', value: 'columns', notInTool: true },
			],
		}),
		columns: shownFor({ specify: ['columns'] }, referralColumns.field),
		referral: shownFor({ specify: ['json'] }, referralJson),
		...shownInPanel(panelFields),
		ifExists: ifItAlreadyExists('same integration or customer reference', 'Needs one of the two references'),
	},
	check({ specify, referral, ifExists, ...values }, panel) {
		const path = specify === 'json' ? panel.inside('Referral (JSON)') : panel;
		const entered = specify === 'json' ? referral : toReferral(values as PanelValues);
		if (!entered) return;
		checkReferral(entered, path);
		if (!('valueGivenAs' in values)) checkProperty(entered.property, path);
		const { uniqueIntegrationReference, uniqueCustomerReference } = entered.case;
		if (ifExists !== 'create' && !uniqueIntegrationReference && !uniqueCustomerReference) {
			path
				.inside('Integration Reference')
				.addIssue(
					'or a customer reference must be filled in, or choose Create Anyway under If It Already Exists',
				);
		}
	},
	async run({ specify, referral, ifExists, ...values }, context) {
		const entered = (specify === 'json' && referral) || toReferral(values);
		const references = ownReferences(entered);
		const names = referencesIn(references);
		return await createUnlessExists(context, {
			ifExists,
			identity: names.join(' | '),
			names,
			// The one just created has them all; what has one of two is another case.
			isOurs: (found) => referencesIn(found).length === names.length,
			async find() {
				const found: IDataObject = {};
				for (const [name, reference] of Object.entries(references))
					found[name] = reference !== null && (await referralExists(reference, context)) ? reference : null;
				// The Moving Portal only says that it exists, not what its own reference is.
				return referencesIn(found).length > 0 ? { success: true, reference: null, ...found } : undefined;
			},
			create: async () => await send(entered, context),
			first: FIRST,
			existsMessage: (existing) =>
				`The Moving Portal already has a case with the reference ${referencesIn(existing).join(' and ')}`,
			duplicateStatus: 400,
		});
	},
});
