/**
 * The notification types by code. The documents have a heading for each type, but no codes: these are made up in the
 * style of the portal's other codes.
 */
export const NOTIFICATION_TYPES: Record<string, string> = {
	CREATEDFROMQUOTE: 'Instruction created from quote',
	REFERRALCREATED: 'Referral created',
	CASEACCEPTED: 'Case accepted',
	CASEREJECTED: 'Case rejected',
	ORDERED: 'Ordered',
	ALLOCATED: 'Allocated',
	DEALLOCATED: 'Deallocated',
	DECLINED: 'Declined',
	ACCEPTED: 'Accepted',
	ASSIGNED: 'Assigned',
	TERMSSENT: 'Terms sent',
	TERMSRECEIVED: 'Terms received',
	APPOINTMENTBOOKED: 'Appointment booked',
	APPOINTMENTREBOOKED: 'Appointment rebooked',
	APPOINTMENTCANCELLED: 'Appointment cancelled',
	CASECOMPLETED: 'Case completed',
	CASECANCELLED: 'Case cancelled',
	PUTONHOLD: 'Put on hold',
	TAKENOFFHOLD: 'Taken off hold',
	NOTEADDED: 'Note added',
	PRODUCTCHANGED: 'Product changed',
	ATTRIBUTESCHANGED: 'Attributes changed',
	CUSTOMERSUPDATED: 'Customers updated',
	PROPERTYUPDATED: 'Property updated',
	FEECHANGED: 'Fee changed',
	UNCANCELLED: 'Uncancelled',
	REOPENED: 'Reopened',
};
