import { choice, mapper, shownFor, shownInPanel } from '../../shared/fields';
import { property, tenantEmail, tenantName } from './fields';

/** Where the tenant to invite comes from. */
const tenantSource = choice<'fields' | 'columns'>({
	displayName: 'Specify Tenant',
	default: 'fields',
	options: [
		{ name: 'Using Fields Below', value: 'fields' },
		{ name: 'Using Columns of a Sheet', value: 'columns', notInTool: true },
	],
});

/** The tenant to invite, in the order of the panel. */
const tenantFields = { name: tenantName, email: tenantEmail, property };

/** The tenant as a row of a sheet. */
export const tenantColumns = mapper({
	displayName: 'Columns',
	description: 'The row of a sheet, by its headings, such as Tenant Email',
	method: 'getTenantColumns',
	fields: tenantFields,
});

/** The tenant to invite: entered in the panel, or a row of a sheet. */
export const tenant = {
	specify: tenantSource,
	columns: shownFor({ specify: ['columns'] }, tenantColumns.field),
	...shownInPanel(tenantFields),
};
