import type { ResourceMapperFields } from 'n8n-workflow';

import { referralColumns } from '../referral/columns';

/** Lists the columns that a referral can have. They are fixed, and nobody is asked. */
export async function getReferralColumns(): Promise<ResourceMapperFields> {
	return referralColumns.mapperFields();
}
