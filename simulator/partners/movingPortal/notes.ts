import type { components } from '../../../openapi/types/moving-portal';

/** A note as it is created. */
export type NewNote = components['schemas']['NewNote'];

/** A note of an instruction. Only `sequence` and `caseNoteReference` are documented. */
export interface Note {
	sequence: number;
	caseNoteReference: string | null;
	visibleTo: string[];
	noteBody: string;
	createdBy: 'Introducer' | 'TMP';
	createdTimestamp: string;
	isRead: boolean;
}

/**
 * Who sees a note of an introducer: always itself, the customer where it is named. A supplier is ignored, because notes
 * to the other side go through TMP.
 */
export function visibilityOf({ visibleTo }: NewNote): string[] {
	return ['Introducer', ...(visibleTo.includes('Customer') ? ['Customer'] : [])];
}
