import type { IDataObject } from 'n8n-workflow';

import { OPERATIONS, type TestedOperation } from '../../operations/cases';
import { partners } from '../../support/pack';

/** A row of the matrix: an operation and, where it matters, how it is used. */
export interface Row {
	/** Its name in `OPERATIONS`. */
	name: string;
	operation: TestedOperation;
	parameters: IDataObject;
	credential: IDataObject;
	/** The request that the fault meets: the operation's own, or the login before it. */
	operationId: string;
}

/** Names in `OPERATIONS` by their title in the document: `Movem · Application: Create`. */
const NAMES: Record<string, string> = Object.fromEntries(
	Object.entries(OPERATIONS).map(([name, { partner, resource, definition }]) => {
		const { provider, resources } = partners[partner];
		return [`${provider.name} · ${resources[resource]!.name}: ${definition.name}`, name];
	}),
);

/** What the words in brackets after an operation mean. */
const USES: Record<string, (operation: TestedOperation) => Partial<Row>> = {
	'Create Anyway': () => ({ parameters: { ifExists: 'create' } }),
	Bearer: () => ({ credential: { authentication: 'bearer' } }),
	login: ({ partner }) =>
		partner === 'sprove'
			? { operationId: 'createToken' }
			: { operationId: 'login', credential: { authentication: 'bearer' } },
};

/** Titles of all operations of the pack. */
export const TITLES = Object.keys(NAMES);

/** Whether a row is of an operation of the pack. */
export const isOperation = (title: string) => NAMES[title.replace(/ \(.*\)$/, '')] !== undefined;

/** Reads the title of a row: `sprove · Property: Create (login)`. */
export function rowOf(title: string): Row {
	const [, of = '', use] = /^(.*?)(?: \((.*)\))?$/.exec(title) ?? [];
	const name = NAMES[of];
	const operation = name === undefined ? undefined : OPERATIONS[name];
	const used = use === undefined ? () => ({}) : USES[use];
	if (name === undefined || !operation || !used)
		throw new Error(`docs/faults.md has a row of no operation: ${title}`);
	return {
		name,
		operation,
		parameters: {},
		credential: {},
		operationId: operation.operationId,
		...used(operation),
	};
}
