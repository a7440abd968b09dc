import type { IDataObject } from 'n8n-workflow';

import { startWith } from '../../shared/execution';
import { choice, shownFor } from '../../shared/fields';
import { defineOperation, path } from '../../shared/operation';
import { ownReference, tmpReference } from '../fields';
import { FIRST, stageOfInstruction } from '../stages';

export const get = defineOperation({
	name: 'Get',
	action: 'Get instruction',
	description: 'Retrieve everything about an instruction, with its milestones, notes and file names',
	contract: ['getInstruction', 'getInstructionByReference'],
	fields: {
		findBy: choice<'tmpReference' | 'ownReference'>({
			displayName: 'Find By',
			default: 'tmpReference',
			options: [
				{ name: 'TMP Reference', value: 'tmpReference' },
				{ name: 'Your Own Reference', value: 'ownReference' },
			],
		}),
		tmpReference: shownFor({ findBy: ['tmpReference'] }, tmpReference),
		ownReference: shownFor(
			{ findBy: ['ownReference'] },
			ownReference({
				displayName: 'Your Own Reference',
				required: true,
				placeholder: 'e.g. I-1001',
				description: 'Your integration or customer reference; the integration reference is looked for first',
			}),
		),
	},
	async run(values, { object }) {
		const instruction = await object<IDataObject>({
			method: 'GET',
			path:
				values.findBy === 'tmpReference'
					? path`/instruction/${values.tmpReference ?? ''}`
					: path`/instruction/introducer/${values.ownReference ?? ''}`,
		});
		// Passed on as it is: only a few of its members are documented (contract §3.4).
		return startWith(FIRST, { ...instruction, stage: stageOfInstruction(instruction) });
	},
});
