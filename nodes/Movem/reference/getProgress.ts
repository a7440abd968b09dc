import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../../shared/guards';
import { defineOperation, path } from '../../shared/operation';
import { readRecord } from '../read';
import { referenceId } from './fields';

/** The step that was reached last; of several at the same time the one that Movem names last. */
function lastStep(progress: unknown): string | null {
	const steps = isRecord(progress) ? Object.entries(progress) : [];
	const last = steps.reduce<[string, unknown] | undefined>(
		(latest, step) => (latest && String(step[1]) < String(latest[1]) ? latest : step),
		undefined,
	);
	return last?.[0] ?? null;
}

export const getProgress = defineOperation({
	name: 'Get Progress',
	action: 'Get progress of reference',
	description: 'Retrieve the steps that a tenant has taken, with their times, and the notes on the reference',
	contract: 'getReferenceMeta',
	fields: { referenceId },
	async run({ referenceId: id }, context) {
		const kind = { name: `reference ${id}`, expected: 'notes and progress', isValid: isRecord };
		const meta = await readRecord({ method: 'GET', path: path`/reference/${id}/meta` }, kind, context);
		return { reference_id: id, step: lastStep(meta.progress), ...meta } as IDataObject;
	},
});
