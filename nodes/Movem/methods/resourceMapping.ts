import type { ResourceMapperFields } from 'n8n-workflow';

import { tenantColumns } from '../application/columns';

/** Lists the columns that a tenant to invite can have. They are fixed, and nobody is asked. */
export async function getTenantColumns(): Promise<ResourceMapperFields> {
	return tenantColumns.mapperFields();
}
