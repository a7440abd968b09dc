import type { components } from '../../../openapi/types/smartmove';
import { SIMULATED_CREDENTIALS, type Simulator } from '../../../simulator/http/server';
import { call, type Reply } from './client';

/** Valid credentials for SmartMove. */
export const KEY = { 'x-apiKey': SIMULATED_CREDENTIALS.smartMove.apiKey };

export const PAT = 'pat.renter@example.test';
export const SAM = 'sam.renter@example.test';

export const CARD = {
	firstName: 'Lee',
	lastName: 'Owner',
	cardType: 'visa' as const,
	cardNumber: '4000000000000000',
	cardSecurity: '987',
	expireMonth: '01',
	expireYear: '2031',
};

export const PROPERTY = {
	LandlordFirstName: 'Lee',
	LandlordLastName: 'Owner',
	LandlordStreetAddressLineOne: '1 Main St',
	LandlordCity: 'Albany',
	LandlordState: 'NY',
	LandlordZip: '12207',
	LandlordPhoneNumber: '5185550100',
	LandlordEmail: 'lee.owner@example.test',
	UnitNumber: '2B',
	Street: '9 Elm St',
	PropertyName: 'Elm House',
	City: 'Albany',
	State: 'NY',
	Zip: '12208',
	Classification: 'Conventional' as const,
	IsFcraAgreementAccepted: true,
};

type NativeOrder = components['schemas']['NativeOrder'];
export type Details = components['schemas']['ApplicationDetails'];
export type Summary = components['schemas']['ApplicationSummary'];

/** An order that the tenants pay for, with changed fields. */
export function order(change: object = {}): NativeOrder {
	return {
		Product: 'PackageCorePlusEviction',
		Application: { Applicants: [PAT, SAM], LandlordPays: false, declineForOpenBankruptcies: false },
		Customer: { referenceId: 'cust-42' },
		Property: PROPERTY,
		...change,
	};
}

/** The same, paid by the landlord's card. */
export function paidOrder(card: object = {}): NativeOrder {
	const Application = { Applicants: [PAT], LandlordPays: true, declineForOpenBankruptcies: false };
	return order({ Application, CreditCard: { ...CARD, ...card } });
}

/** Calls of SmartMove's API on a simulator. */
export function screening(simulator: () => Simulator) {
	const send = (path: string, body?: unknown, headers: Record<string, string> = KEY): Promise<Reply> =>
		call('POST', `${simulator().url}/smartmove/api/smartmove${path}`, { headers, body });
	const about = (applicationId: number, more: object = {}) => ({
		applicationId,
		referenceId: 'cust-42',
		...more,
	});
	return {
		send,
		hosted: (body: object = { Customer: { referenceId: 'cust-42' } }) => send('/application/create', body),
		native: (body: object = order()) => send('/application/create/embedded', body),
		/** Places an order and returns its id. */
		place: async (body: object = order()): Promise<number> =>
			(await send('/application/create/embedded', body)).body as number,
		details: async (id: number) => (await send('/application/details', about(id))).body as Details,
		list: async (more: object = {}) =>
			(await send('/application/all', { referenceId: 'cust-42', ...more })).body as Summary[],
		status: async (id: number) => (await send('/application/report/status', about(id))).body,
		reportUrl: (id: number) => send('/application/reportUrl', about(id)),
		cancel: (id: number) => send('/application/cancel', about(id)),
		add: (id: number, email: string) => send('/applicant/add', about(id, { email })),
		remove: (id: number, email: string) => send('/applicant/delete', about(id, { email })),
	};
}
