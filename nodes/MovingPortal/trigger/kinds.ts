import type { INodePropertyOptions } from 'n8n-workflow';

/** The kinds of notifications, as The Moving Portal's documents head them. Their codes are not known (contract §5). */
export const KINDS: INodePropertyOptions[] = [
	{ name: 'Appointment Booked', value: 'appointment booked' },
	{ name: 'Appointment Cancelled', value: 'appointment cancelled' },
	{ name: 'Appointment Rebooked', value: 'appointment rebooked' },
	{ name: 'Attributes Changed', value: 'attributes changed' },
	{ name: 'Case Accepted', value: 'case accepted' },
	{ name: 'Case Cancelled', value: 'case cancelled' },
	{ name: 'Case Completed', value: 'case completed' },
	{ name: 'Case Confirmed', value: 'case confirmed' },
	{ name: 'Case Rejected', value: 'case rejected' },
	{ name: 'Customers Updated', value: 'customers updated' },
	{ name: 'Fee Changed', value: 'fee changed' },
	{ name: 'Instruction Accepted', value: 'accepted' },
	{ name: 'Instruction Allocated', value: 'allocated' },
	{ name: 'Instruction Assigned', value: 'assigned' },
	{ name: 'Instruction Created From Quote', value: 'instruction created from quote' },
	{ name: 'Instruction Deallocated', value: 'deallocated' },
	{ name: 'Instruction Declined', value: 'declined' },
	{ name: 'Instruction Ordered', value: 'ordered' },
	{ name: 'Note Added', value: 'note added' },
	{ name: 'Product Changed', value: 'product changed' },
	{ name: 'Property Updated', value: 'property updated' },
	{ name: 'Put on Hold', value: 'put on hold' },
	{ name: 'Referral Created', value: 'referral created' },
	{ name: 'Reopened', value: 'reopened' },
	{ name: 'Taken Off Hold', value: 'taken off hold' },
	{ name: 'Terms Received', value: 'terms received' },
	{ name: 'Terms Sent', value: 'terms sent' },
	{ name: 'Uncancelled', value: 'uncancelled' },
];

/** A kind for comparison: a code has no blanks, and a description may have them. */
export const normalKind = (kind: string) => kind.toLowerCase().replace(/[\s_-]+/g, '');
