/** The data sets for introducers that the documents list, as far as the list could be had (contract §5). */
export const KNOWN_DATA_SETS: ReadonlyArray<{ name: string; value: string }> = [
	{ name: 'Appointment Times', value: 'APPOINTMENTTIMES' },
	{ name: 'Case Attributes', value: 'CASEATTRIBUTES' },
	{ name: 'Property Ages', value: 'DEFAULT-PROPERTYAGES' },
	{ name: 'Property Types', value: 'DEFAULT-PROPERTYTYPES' },
	{ name: 'Reasons to Cancel a Case', value: 'CANCELCASEREASONS' },
	{ name: 'Reasons to Cancel an Appointment', value: 'CANCELAPPOINTMENTREASONS' },
	{ name: 'Reasons to Change the Product', value: 'CHANGECASEPRODUCTREASONS' },
	{ name: 'Reasons to Put a Case on Hold', value: 'CASEONHOLDREASONS' },
	{ name: 'Reasons to Rebook an Appointment', value: 'REBOOKAPPOINTMENTREASONS' },
	{ name: 'Reasons to Reject a Case', value: 'REJECTCASEREASONS' },
	{ name: 'Reasons to Reopen', value: 'REOPENREASONS' },
	{ name: 'Uncancel Cases', value: 'UNCANCELCASES' },
];
