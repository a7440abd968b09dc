import type { Random } from '../../random';
import type { HostedOrder, NativeOrder } from './application';

const FIRST_NAMES = ['Iris', 'Otto', 'Nell', 'Hugo', 'Mara', 'Ivo', 'June', 'Ezra'] as const;
const LAST_NAMES = ['Vane', 'Quill', 'Thorne', 'Larch', 'Sable', 'Wick', 'Fenn', 'Marlow'] as const;

/** Fake data of a tenant. */
export function fakePerson(random: Random): { firstName: string; lastName: string; income: number } {
	return {
		firstName: random.pick(FIRST_NAMES),
		lastName: random.pick(LAST_NAMES),
		income: random.integer(20, 90) * 100,
	};
}

/** A hosted order as its customer completes it: missing fields are faked, and by default the tenants pay. */
export function completeOrder(order: HostedOrder, number: number): NativeOrder {
	const { Application = {}, Product = 'PackageCorePlusEviction', Customer, Property = {} } = order;
	const { Applicants = [], LandlordPays = false, declineForOpenBankruptcies = false } = Application;
	// In hosted orders empty text is the same as a missing field.
	const propertyFields = Object.fromEntries(Object.entries(Property).filter(([, value]) => value !== ''));
	return {
		Product,
		Customer,
		RequestParameters: order.RequestParameters,
		Application: {
			...Application,
			Applicants: Applicants.length > 0 ? Applicants : [`tenant.${number}@example.test`],
			LandlordPays,
			declineForOpenBankruptcies,
		},
		Property: {
			LandlordFirstName: 'Lee',
			LandlordLastName: 'Owner',
			LandlordStreetAddressLineOne: '1 Main St',
			LandlordCity: 'Albany',
			LandlordState: 'NY',
			LandlordZip: '12207',
			LandlordPhoneNumber: '5185550100',
			LandlordEmail: 'lee.owner@example.test',
			UnitNumber: 'N/A',
			Street: `${number} Elm St`,
			PropertyName: `Elm House ${number}`,
			City: 'Albany',
			State: 'NY',
			Zip: '12208',
			Classification: 'Conventional',
			...propertyFields,
			IsFcraAgreementAccepted: true,
		},
	};
}
