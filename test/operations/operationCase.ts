import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Control } from '../../simulator/http/server';
import type { PartnerName } from '../support/pack';

/** One operation of the pack as the tests that hold for every operation need it. */
export interface OperationCase {
	partner: PartnerName;
	/** Its parameters, filled from the input by expressions. */
	parameters: INodeParameters;
	/** The operation's request in the partner's contract. */
	operationId: string;
	/** Prepares the partner for so many items and returns them. */
	items(control: Control, count: number): IDataObject[];
	/** An item with a value that breaks a rule, and the label of the field at fault. */
	bad: { item: IDataObject; label: string };
	/** What shows that an output item belongs to the input item. */
	belongs(output: IDataObject, input: IDataObject): boolean;
	/** What becomes of a success without a body: a failure unless the body is not needed. */
	emptyIsFine?: true;
	/** The partner's answer has no body whatever it says. */
	wordless?: true;
	/** It takes one item only. */
	single?: true;
}

/** How many items an operation is tried with where it takes more than one. */
export const countFor = ({ single }: OperationCase, count: number) => (single ? 1 : count);
