import type { IDataObject } from 'n8n-workflow';

import { movem } from '../../../nodes/Movem/api';
import { resources as movemResources } from '../../../nodes/Movem/resources';
import { movingPortal } from '../../../nodes/MovingPortal/api';
import { resources as movingPortalResources } from '../../../nodes/MovingPortal/resources';
import { mymove } from '../../../nodes/Mymove/api';
import { resources as mymoveResources } from '../../../nodes/Mymove/resources';
import { resources as smartMoveResources } from '../../../nodes/SmartMove/resources';
import { smartMove } from '../../../nodes/SmartMove/api';
import { resources as sproveResources } from '../../../nodes/Sprove/resources';
import { sprove } from '../../../nodes/Sprove/api';
import type { Operation } from '../../../nodes/shared/operation';
import type { OperationCase } from '../../operations/operationCase';
import { OPERATIONS } from '../../operations/table';

/** A row of the matrix: an operation, and how it is used where that makes a difference. */
export interface Row {
	/** Its name in `OPERATIONS`. */
	name: string;
	operation: OperationCase;
	/** Whether it changes something at the partner. */
	writes: boolean;
	parameters: IDataObject;
	credential: IDataObject;
	/** The request that the fault meets: the operation's own, or the login before it. */
	operationId: string;
}

/** The partners of the pack, as the engine and the panel know them. */
export const PACK = {
	movem: { provider: movem, resources: movemResources },
	mymove: { provider: mymove, resources: mymoveResources },
	movingPortal: { provider: movingPortal, resources: movingPortalResources },
	smartMove: { provider: smartMove, resources: smartMoveResources },
	sprove: { provider: sprove, resources: sproveResources },
};

/** Operations of the pack by what the document calls them: `Movem · Application: Create`. */
const ALL: Record<string, { name: string; operation: Operation }> = Object.fromEntries(
	Object.entries(PACK).flatMap(([partner, { provider, resources }]) =>
		Object.entries(resources).flatMap(([value, resource]) =>
			Object.entries(resource.operations).map(([key, operation]) => [
				`${provider.name} · ${resource.name}: ${operation.name}`,
				{ name: `${partner} ${value} ${key}`, operation },
			]),
		),
	),
);

/** What the words in brackets after an operation mean. */
const USES: Record<string, (operation: OperationCase) => Partial<Row>> = {
	'Create Anyway': () => ({ parameters: { ifExists: 'create' } }),
	Bearer: () => ({ credential: { authentication: 'bearer' } }),
	login: ({ partner }) =>
		partner === 'sprove'
			? { operationId: 'createToken' }
			: { operationId: 'login', credential: { authentication: 'bearer' } },
};

/** Titles of all operations of the pack. */
export const TITLES = Object.keys(ALL);

/** Reads the title of a row: `sprove · Property: Create (login)`. */
export function rowOf(title: string): Row {
	const [, of = '', use] = /^(.*?)(?: \((.*)\))?$/.exec(title) ?? [];
	const known = ALL[of];
	const used = use === undefined ? () => ({}) : USES[use];
	const operation = known && OPERATIONS[known.name];
	if (!operation || !used) throw new Error(`There is no operation ${title}`);
	return {
		name: known.name,
		operation,
		writes: known.operation.changes !== undefined,
		parameters: {},
		credential: {},
		operationId: operation.operationId,
		...used(operation),
	};
}
