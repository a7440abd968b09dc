import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Control, State } from '../../simulator/http/server';

/**
 * One operation as the tests that hold for every operation need it. Each has a file of its own,
 * `test/partners/<partner>/cases/<resource>.<operation>.ts`, which exports it as `operationCase`.
 */
export interface OperationCase {
	/** Its parameters, filled from the input by expressions; resource and operation are those of the file's name. */
	parameters: INodeParameters;
	/** For an operation of several requests: the one that does what it is for, as the partner's contract calls it. */
	operationId?: string;
	/** Prepares the partner for so many items and returns them. */
	items(control: Control, count: number): IDataObject[];
	/** An item with a value that breaks a rule, and the label of the field at fault. */
	bad: { item: IDataObject; label: string };
	/** What shows that an output item belongs to the input item. */
	belongs(output: IDataObject, input: IDataObject): boolean;
	/**
	 * For an operation that changes something: how often that has been done at the partner for an input item. Where it is
	 * either done or not, 1 or 0.
	 */
	effect?(partners: State['partners'], item: IDataObject): number;
	/** What else to fill in for the preview of its output, so that a field that may be empty is seen filled and empty. */
	more?: INodeParameters[];
	/** What becomes of a success without a body: a failure unless the body is not needed. */
	emptyIsFine?: true;
	/** The partner's answer has no body whatever it says. */
	wordless?: true;
}
