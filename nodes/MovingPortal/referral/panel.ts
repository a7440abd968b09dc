import { collection, flag, group, list, shownFor, type Fields, type Values } from '../../shared/fields';
import {
	MAX_CUSTOMERS,
	accessFields,
	addressFields,
	caseFields,
	customerFields,
	propertyFields,
	referrerFields,
	type Referral,
} from './fields';

const { yourFeeInclVAT, ...mainCaseFields } = caseFields;
const { productCode, isLead, totalFeeInclVAT, ...references } = mainCaseFields;

const withoutFirmName = shownFor(
	{ accessTypeCode: ['VENDOR'] },
	flag({
		displayName: 'Send Without Firm Name',
		description:
			'Whether to send no firm name although access is through the vendor. The Moving Portal documents that it then refuses the referral, and does so in its own examples.',
	}),
);

const additionalFields = {
	accessDetails: group({
		displayName: 'Access Details',
		fields: { ...accessFields, withoutFirmName },
		description: 'How the surveyor gets into the property',
	}),
	correspondenceAddress: group({ displayName: 'Correspondence Address', fields: addressFields }),
	referrer: group({
		displayName: 'Referrer',
		fields: { ...referrerFields, ...addressFields },
		description: 'The firm on whose behalf you refer. The customer then sees its details instead of yours.',
	}),
	yourFeeInclVAT,
};

/** The fields of a referral, in the order of the panel: whom, where, what, for how much, under which reference. */
export const panelFields = {
	customers: list({
		displayName: 'Customers',
		placeholder: 'Add Customer',
		fields: customerFields,
		min: 1,
		max: MAX_CUSTOMERS,
		description: 'The first with email and telephone number; the others need only their names',
	}),
	propertyAddress: group({ displayName: 'Property Address', fields: addressFields, required: true }),
	...propertyFields,
	productCode,
	isLead,
	totalFeeInclVAT: shownFor({ isLead: [false] }, totalFeeInclVAT),
	...references,
	additionalFields: collection({ displayName: 'Additional Fields', fields: additionalFields }),
};

/** The values of those fields. */
export type PanelValues = Values<typeof panelFields>;

/** Shows fields only while "Specify Referral" is "Using Fields Below". */
export function shownInPanel<F extends Fields>(fields: F): F {
	return Object.fromEntries(
		Object.entries(fields).map(([name, field]) => [name, shownFor({ specify: ['fields'] }, field)]),
	) as F;
}

/** The referral that was entered by fields. */
export function toReferral(values: PanelValues): Referral {
	const { yourFeeInclVAT: yourFee, accessDetails, referrer, ...rest } = values.additionalFields;
	const access = accessDetails && pick(accessDetails, accessFields);
	return {
		...rest,
		accessDetails: access && {
			...access,
			firmName: access.firmName ?? (accessDetails.withoutFirmName ? '' : undefined),
		},
		case: { ...pick(values, mainCaseFields), yourFeeInclVAT: yourFee },
		property: pick(values, propertyFields),
		propertyAddress: values.propertyAddress,
		customers: values.customers,
		referrer: referrer && { ...pick(referrer, referrerFields), address: pick(referrer, addressFields) },
	};
}

/** The members of `values` that `fields` names. */
function pick<F extends Fields>(values: Values<F>, fields: F): Values<F> {
	return Object.fromEntries(Object.keys(fields).map((name) => [name, values[name]])) as Values<F>;
}
