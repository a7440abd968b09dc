import type { INodePropertyOptions } from 'n8n-workflow';

/** The documented statuses (contract §5), in the words of the panel. */
export const STATUSES: INodePropertyOptions[] = [
	{ name: 'Archived', value: 'ARCHIVED' },
	{ name: 'Completed', value: 'COMPLETED', description: 'The tenant has finished' },
	{ name: 'Expired', value: 'EXPIRED' },
	{ name: 'In Progress', value: 'IN_PROGRESS', description: 'The tenant has opened the link' },
	{ name: 'On Hold', value: 'HOLD', description: 'Usually because no credits are left' },
	{ name: 'Requested', value: 'REQUESTED', description: 'The tenant has not opened the link' },
	{ name: 'Revoked', value: 'REVOKED', description: 'The application was deleted' },
];

/** A status in one spelling. Movem writes both `IN PROGRESS` and `IN_PROGRESS` (contract §8 no. 5). */
export function normalStatus(status: unknown): string {
	const normalized = String(status)
		.trim()
		.toUpperCase()
		.replace(/[\s_-]+/g, '_');
	// The only status of two words.
	return normalized === 'INPROGRESS' ? 'IN_PROGRESS' : normalized;
}

/** A status in the words of the panel; an undocumented one as Movem writes it. */
export function statusName(status: unknown): string {
	const normalized = normalStatus(status);
	return STATUSES.find(({ value }) => value === normalized)?.name ?? String(status);
}

/** Whether an application can be deleted: the tenant has not started (contract §6 no. 3). */
export function isDeletable({ status }: { status?: unknown }): boolean {
	return ['REQUESTED', 'HOLD'].includes(normalStatus(status));
}
