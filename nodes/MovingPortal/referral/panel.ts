import {
	binding,
	collection,
	flag,
	group,
	list,
	shownFor,
	type Fields,
	type Values,
} from '../../shared/fields';
import {
	MAX_CUSTOMERS,
	accessFields,
	addressFields,
	caseFields,
	customerFields,
	propertyFields,
	referrerFields,
	type Quote,
	type Referral,
} from './fields';
import { propertyByChoice } from './property';

/** The fields of the case that stand in the panel itself, and not under Additional Fields. */
export const { yourFeeInclVAT, ...mainCaseFields } = caseFields;
const { productCode, isLead, totalFeeInclVAT, ...references } = mainCaseFields;

const withoutFirmName = shownFor(
	{ accessTypeCode: ['VENDOR'] },
	binding(
		flag({
			displayName: 'Send Without Firm Name',
			description:
				'Whether to send no firm name although access is through the vendor. The Moving Portal documents that it then refuses the referral, and does so in its own examples.',
		}),
	),
);

/** What a quote may have besides, too. */
const additionalSurveyFields = {
	accessDetails: group({
		displayName: 'Access Details',
		fields: { ...accessFields, withoutFirmName },
		description: 'How the surveyor gets into the property',
	}),
	correspondenceAddress: group({ displayName: 'Correspondence Address', fields: addressFields }),
	yourFeeInclVAT,
};

const additionalFields = {
	...additionalSurveyFields,
	referrer: group({
		displayName: 'Referrer',
		fields: { ...referrerFields, ...addressFields },
		description: 'The firm on whose behalf you refer. The customer then sees its details instead of yours.',
	}),
};

/** Whom, where and what: the fields that a referral and a quote have in common. */
const surveyFields = {
	customers: list({
		displayName: 'Customers',
		placeholder: 'Add Customer',
		fields: customerFields,
		min: 1,
		max: MAX_CUSTOMERS,
		description: 'The first with email and telephone number; the others need only their names',
	}),
	propertyAddress: group({ displayName: 'Property Address', fields: addressFields, required: true }),
	...propertyByChoice,
	productCode,
};

/** The fields of a quote, in the order of the panel. */
export const quoteFields = {
	...surveyFields,
	additionalFields: collection({ displayName: 'Additional Fields', fields: additionalSurveyFields }),
};

/** The fields of a referral, in the order of the panel: whom, where, what, for how much, under which reference. */
export const panelFields = {
	...surveyFields,
	isLead,
	totalFeeInclVAT: shownFor({ isLead: [false] }, totalFeeInclVAT),
	...references,
	additionalFields: collection({ displayName: 'Additional Fields', fields: additionalFields }),
};

/** The values of those fields. */
export type PanelValues = Values<typeof panelFields>;

/** The values of the fields of a quote. */
export type QuoteValues = Values<typeof quoteFields>;

/** The parts of a referral or a quote that were entered by the fields that both have. */
function toSurvey(values: QuoteValues): Omit<Referral, 'case' | 'referrer'> {
	const { accessDetails, correspondenceAddress } = values.additionalFields;
	const access = accessDetails && pick(accessDetails, accessFields);
	return {
		correspondenceAddress,
		accessDetails: access && {
			...access,
			firmName: access.firmName ?? (accessDetails.withoutFirmName ? '' : undefined),
		},
		property: pick(values, propertyFields),
		propertyAddress: values.propertyAddress,
		customers: values.customers,
	};
}

/** The quote that was entered. */
export function toQuote(values: QuoteValues): Quote {
	return {
		...toSurvey(values),
		case: {
			productCode: values.productCode,
			yourFeeInclVAT: values.additionalFields.yourFeeInclVAT,
		},
	};
}

/** The referral that was entered by fields. */
export function toReferral(values: PanelValues): Referral {
	const { yourFeeInclVAT: yourFee, referrer } = values.additionalFields;
	return {
		...toSurvey(values),
		case: { ...pick(values, mainCaseFields), yourFeeInclVAT: yourFee },
		referrer: referrer && { ...pick(referrer, referrerFields), address: pick(referrer, addressFields) },
	};
}

/** The members of `values` that `fields` names. */
function pick<F extends Fields>(values: Values<F>, fields: F): Values<F> {
	return Object.fromEntries(Object.keys(fields).map((name) => [name, values[name]])) as Values<F>;
}
