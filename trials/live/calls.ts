import type { PartnerName } from '../../simulator/partners';
import type { JsonObject } from '../../testbed/n8nTypes';

/** One call that proves the pack against a partner. */
export interface LiveCall {
	partner: PartnerName;
	/** What it does, for the table. */
	title: string;
	parameters: JsonObject;
	/** What it costs or whom it writes to; absent for a call that only reads. */
	writes?: string;
}

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** Marks what the calls make, so that it is found again and taken for nobody's. */
const MARK = 'n8n test';

/**
 * The ten calls: those that read come first. What they create they also delete or cancel where the partner allows it.
 *
 * @param smartMoveCustomer a customer reference that the SmartMove account knows
 */
export function liveCalls(smartMoveCustomer: string): LiveCall[] {
	return [
		{
			partner: 'movem',
			title: 'Credit: Get',
			parameters: { resource: 'credit', operation: 'get' },
		},
		{
			partner: 'movem',
			title: 'Application: Get Many',
			parameters: { resource: 'application', operation: 'getAll', returnAll: false, limit: 1 },
		},
		{
			partner: 'mymove',
			title: 'Lead: Get Many, of the last hour',
			parameters: {
				resource: 'lead',
				operation: 'getAll',
				timeRange: 'lastHours',
				hours: 1,
				returnAll: true,
			},
		},
		{
			partner: 'smartMove',
			title: 'Application: Get Many',
			parameters: {
				resource: 'application',
				operation: 'getAll',
				customerReference: smartMoveCustomer,
				returnAll: false,
				limit: 1,
			},
		},
		{
			partner: 'sprove',
			title: 'Property: Get Many',
			parameters: { resource: 'property', operation: 'getAll', returnAll: false, limit: 1 },
		},
		{
			partner: 'movingPortal',
			title: 'Referral: Exists',
			parameters: { resource: 'referral', operation: 'exists', reference: MARK },
		},
		{
			partner: 'sprove',
			title: 'Property: Create',
			parameters: {
				resource: 'property',
				operation: 'create',
				name: MARK,
				address: 'Strandgaten 1, 5013 Bergen',
				rent: 14500,
				rentCurrency: 'NOK',
			},
			writes: 'one property, which stays until you delete it',
		},
		{
			partner: 'smartMove',
			title: 'Application: Get Order Link',
			parameters: { resource: 'application', operation: 'create', customerReference: smartMoveCustomer },
			writes: 'one order link, which nobody pays for until it is filled in',
		},
		{
			partner: 'movem',
			title: 'Application: Create',
			parameters: {
				resource: 'application',
				operation: 'create',
				name: MARK,
				email: 'n8n@example.test.nosend',
				property: MARK,
			},
			writes: 'one application, one credit',
		},
		{
			partner: 'movem',
			title: 'Application: Delete, of that application',
			parameters: {
				resource: 'application',
				operation: 'delete',
				applicationId: byId('={{ $json.id }}'),
			},
			writes: 'revokes the application that was just created',
		},
	];
}
