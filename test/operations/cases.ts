import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';

import type { Operation } from '../../nodes/shared/operation';
import { load, root } from '../support/load';
import { partners, type PartnerName } from '../support/pack';
import type { OperationCase } from './operationCase';

/** An operation of the pack and its case. */
export interface TestedOperation extends OperationCase {
	partner: PartnerName;
	/** The values under which n8n knows it: `application` and `getAll`. */
	resource: string;
	value: string;
	definition: Operation;
	/** The parameters of the case, with resource and operation. */
	parameters: INodeParameters;
	/** The `operationId` of its main request, in the partner’s contract. */
	operationId: string;
	/** Whether it changes something at the partner. */
	writes: boolean;
	/** Whether it takes one item only. */
	single: boolean;
	/** The file of its case. */
	file: string;
}

const names = Object.keys(partners) as PartnerName[];
const folderOf = (partner: PartnerName) => `test/partners/${partner}/cases`;

/** Every operation that a node offers, with the file of its case. */
const offered = names.flatMap((partner) =>
	Object.entries(partners[partner].resources).flatMap(([resource, { operations }]) =>
		Object.entries(operations).map(([value, definition]) => ({
			partner,
			resource,
			value,
			definition,
			file: `${folderOf(partner)}/${resource}.${value}.ts`,
		})),
	),
);

const found = names
	.map(folderOf)
	.filter((folder) => existsSync(join(root, folder)))
	.flatMap((folder) => readdirSync(join(root, folder)).map((file) => `${folder}/${file}`));

/** Case files to write: operations without a case. */
export const missingCases = offered.map(({ file }) => file).filter((file) => !found.includes(file));

/** Case files to delete or rename: those without an operation. */
export const strayCases = found.filter((file) => !offered.some((one) => one.file === file));

/** Every operation of every partner, by partner, resource and value: `movem application getAll`. */
export const OPERATIONS: Record<string, TestedOperation> = Object.fromEntries(
	offered
		.filter(({ file }) => found.includes(file))
		.map((one) => {
			const { partner, resource, value, definition, file } = one;
			const operationCase = load<OperationCase>(file, 'operationCase');
			const { contract } = definition;
			const operationId = operationCase.operationId ?? (typeof contract === 'string' ? contract : undefined);
			if (operationId === undefined) throw new Error(`${file} has to say which operationId is tried`);
			const tested: TestedOperation = {
				...operationCase,
				...one,
				parameters: { ...operationCase.parameters, resource, operation: value },
				operationId,
				writes: definition.changes !== undefined,
				single: definition.singleItemAdvice !== undefined,
			};
			return [`${partner} ${resource} ${value}`, tested];
		}),
);

/** The number of items to try an operation with: 1 where it takes one item only. */
export const countFor = ({ single }: TestedOperation, count: number) => (single ? 1 : count);
