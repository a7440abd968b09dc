import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Control, State } from '../../simulator/http/server';

/**
 * An operation as the tests need it that hold for every operation. Each has a file of its own,
 * `test/partners/<partner>/cases/<resource>.<operation>.ts`, which exports it as `operationCase`.
 */
export interface OperationCase {
	/** Its parameters, filled from the input by expressions; resource and operation are those of the file's name. */
	parameters: INodeParameters;
	/** For an operation of several requests: the `operationId` of the main one. */
	operationId?: string;
	/** Prepares the partner for the given number of items and returns them. */
	items(control: Control, count: number): IDataObject[];
	/** An item with a value that breaks a rule, and the label of the field at fault. */
	bad: { item: IDataObject; label: string };
	/** Whether an output item belongs to the input item. */
	belongs(output: IDataObject, input: IDataObject): boolean;
	/**
	 * For an operation that changes something: how often that has been done at the partner for an input item. 1 or 0 where
	 * it can only be done or not.
	 */
	effect?(partners: State['partners'], item: IDataObject): number;
	/**
	 * Further parameters for the preview of its output, so that a field that may be empty is seen both filled and empty.
	 */
	more?: INodeParameters[];
	/**
	 * For an operation that passes on an answer whose members are not documented: those that the preview of its output may
	 * show all the same.
	 */
	promises?: readonly string[];
	/** A success without a body is a success; without this it is a failure. */
	emptyIsFine?: true;
	/** The partner’s response never has a body. */
	wordless?: true;
}
