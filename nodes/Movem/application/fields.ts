import { email, locator, text, simplifyField } from '../../shared/fields';

const picker = {
	displayName: 'Application',
	placeholder: 'e.g. 0c6c1d2e-1111-11e9-8aaa-0a580a300001',
};

/** Picks the application to act on. */
export const applicationId = locator({
	...picker,
	searchMethod: 'searchApplications',
	description: 'The application to act on. Create and Get Many return its ID.',
});

/** Picks the application to delete. */
export const deletableApplicationId = locator({
	...picker,
	searchMethod: 'searchDeletableApplications',
	description: 'The list shows those that the tenant has not started; Movem deletes no others',
});

const display = {
	name: {
		displayName: 'Tenant Name',
		placeholder: 'e.g. Ada Quill',
		description: 'Name of the tenant to be referenced',
	},
	property: {
		displayName: 'Property',
		placeholder: 'e.g. Flat 3, 9 Larch Row',
		description: 'Name or address of the property, in your own words',
	},
};

export const tenantName = text({ ...display.name, required: true });
export const newTenantName = text(display.name);
export const property = text({ ...display.property, required: true });
export const newProperty = text(display.property);

export const tenantEmail = email({
	displayName: 'Tenant Email',
	required: true,
	description: 'Cannot be changed later: for another email, delete the application and create another',
});

export const simplify = simplifyField('Adds the stage and leaves out the invitation token');
