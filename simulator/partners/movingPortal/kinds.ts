/**
 * The kinds of notification the portal's pages have headings for. Their codes are not documented: these are made up
 * in the manner of its other codes.
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
