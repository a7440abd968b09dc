import type { IDataObject } from 'n8n-workflow';

import type { State } from '../../../simulator/http/server';
import type { OperationCase } from '../../operations/operationCase';

type Partners = State['partners'];

/** The application that an item names by `id`, of the simulator’s made-up customer. */
export const BY_ID = {
	customerReference: 'cust-42',
	applicationId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
};

/** An item that names no application. */
export const NO_ID = { item: { id: 'seventy' }, label: 'Application' };

export const applications: OperationCase['items'] = ({ smartMove }, count) =>
	smartMove.addApplications({ count }).map((id) => ({ id }));

export const customers: OperationCase['items'] = (_, count) =>
	Array.from({ length: count }, (__, i) => ({ customer: `cust-${i}` }));

export const isOf = (output: IDataObject, input: IDataObject) => output.applicationId === input.id;

/** How many orders a customer has. */
export const orders = ({ smartMove }: Partners, { customer }: IDataObject) =>
	smartMove.applications.filter(({ customerReference }) => customerReference === customer).length;

/** The applicants of the application that an item names. */
export const applicantsOf = ({ smartMove }: Partners, { id }: IDataObject) =>
	smartMove.applications
		.filter(({ applicationId }) => applicationId === id)
		.flatMap(({ applicants }) => applicants.map(({ email }) => email));
