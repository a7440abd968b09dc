import { pdfOf } from '../../files/pdf';
import type { StoredApplication } from './account';
import { summaryOf } from './referenceJson';
import type { StoredReference } from './references';

/** Pictures of one pixel. */
const JPEG =
	'/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z';
const PNG =
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** What kind of file a tenant has uploaded. */
export type StatementKind = 'pdf' | 'jpeg' | 'png';

const FAKE = 'Made by the simulator. Nothing in it is true.';

/** The report of a reference that has passed or failed. */
export function reportOf(reference: StoredReference, { name, property }: StoredApplication) {
	const findings = Object.values(summaryOf(reference) ?? {});
	const lines = [
		`Reference ${reference.id}`,
		`Tenant: ${name}`,
		`Property: ${property}`,
		`Decision: ${reference.status.endsWith('PASSED') ? 'Passed' : 'Failed'}`,
		...findings.map(({ message, result }) => `${result}: ${message}`),
		FAKE,
	];
	return { mimeType: 'application/pdf', bytes: pdfOf(lines) };
}

/** The statements that a tenant has uploaded. Movem does not document their type, so the answer does not say it. */
export function statementsOf({ name }: StoredApplication, kind: StatementKind) {
	const bytes =
		kind === 'pdf'
			? pdfOf([`Statements of ${name}`, FAKE])
			: Buffer.from(kind === 'jpeg' ? JPEG : PNG, 'base64');
	return { mimeType: 'application/octet-stream', bytes };
}
