import type { IDataObject, INodeParameters } from 'n8n-workflow';

/** The landlord and the home of a native order, required fields only. */
export const LANDLORD = {
	LandlordFirstName: 'Lee',
	LandlordLastName: 'Owner',
	LandlordEmail: 'lee.owner@example.test',
	LandlordPhoneNumber: '5185550100',
	LandlordStreetAddressLineOne: '1 Main St',
	LandlordCity: 'Albany',
	LandlordState: 'NY',
	LandlordZip: '12207',
};
export const HOME = {
	PropertyName: 'Elm House',
	Street: '9 Elm St',
	UnitNumber: '2B',
	City: 'Albany',
	State: 'NY',
	Zip: '12208',
	Classification: 'Conventional',
};

/** A card that the simulator accepts. */
export const CARD = {
	firstName: 'Lee',
	lastName: 'Owner',
	cardType: 'visa',
	cardNumber: '4000000000000000',
	cardSecurity: '987',
	expireMonth: '01',
	expireYear: '2099',
};

/** A native order with required fields only: the tenants pay. */
export const NATIVE: INodeParameters = {
	resource: 'application',
	operation: 'createNative',
	customerReference: 'cust-42',
	applicants: 'pat.renter@example.test',
	landlord: { values: LANDLORD },
	property: { values: HOME },
	agreement: true,
};

/** The same with a card: the landlord pays. */
export function paid(card: IDataObject = {}): INodeParameters {
	return { ...NATIVE, LandlordPays: true, card: { values: { ...CARD, ...card } } } as INodeParameters;
}
