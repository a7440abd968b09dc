import type { IDataObject } from 'n8n-workflow';

import type { OperationCase } from '../../operations/operationCase';
import { NATIVE } from './order';

const which = {
	customerReference: 'cust-42',
	applicationId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
};
const PAT = 'pat.renter@example.test';
const SAM = 'sam.renter@example.test';

const applications: OperationCase['items'] = ({ smartMove: smartmove }, count) =>
	smartmove.addApplications({ count }).map((id) => ({ id }));
const customers: OperationCase['items'] = (_, count) =>
	Array.from({ length: count }, (__, i) => ({ customer: `cust-${i}` }));
const isOf = (output: IDataObject, input: IDataObject) => output.applicationId === input.id;
const bad = { item: { id: 'seventy' }, label: 'Application' };

const status = (body: string) =>
	({ kind: 'status', status: 200, body, operationId: 'getReportStatus' }) as const;

/** Every operation of SmartMove, for the tests that hold for every operation. */
export const SMARTMOVE_OPERATIONS: Record<string, OperationCase> = {
	'smartMove application create': {
		partner: 'smartMove',
		parameters: {
			resource: 'application',
			operation: 'create',
			customerReference: '={{ $json.customer }}',
		},
		operationId: 'createApplication',
		items: customers,
		bad: { item: { customer: 'c'.repeat(101) }, label: 'Customer Reference' },
		belongs: (output, input) =>
			output.customerReference === input.customer && /^http/.test(String(output.url)),
	},
	'smartMove application createNative': {
		partner: 'smartMove',
		parameters: { ...NATIVE, customerReference: '={{ $json.customer }}' },
		operationId: 'createApplicationNative',
		items: customers,
		bad: { item: { customer: ' ' }, label: 'Customer Reference' },
		belongs: (output, input) =>
			output.customerReference === input.customer && Number.isInteger(output.applicationId),
	},
	'smartMove application createAndWait': {
		partner: 'smartMove',
		parameters: {
			...NATIVE,
			operation: 'createAndWait',
			howToWait: 'ask',
			customerReference: '={{ $json.customer }}',
		},
		operationId: 'createApplicationNative',
		items: (control, count) => {
			// The first tenant declines at once; the next one's report is ready at once.
			control.faults.add(status('RequestDeclined'));
			control.faults.add({ ...status('Ready'), times: -1 });
			control.smartMove.setSwitches({ earlyReportUrl: true });
			return customers(control, count);
		},
		bad: { item: { customer: ' ' }, label: 'Customer Reference' },
		belongs: (output, input) => output.customerReference === input.customer && output.timedOut === false,
		single: true,
	},
	'smartMove application get': {
		partner: 'smartMove',
		parameters: { resource: 'application', operation: 'get', ...which },
		operationId: 'getApplication',
		items: applications,
		bad,
		belongs: isOf,
	},
	'smartMove application getAll': {
		partner: 'smartMove',
		parameters: {
			resource: 'application',
			operation: 'getAll',
			customerReference: '={{ $json.customer }}',
			limit: 1,
		},
		operationId: 'listApplications',
		items: (control, count) =>
			customers(control, count).map((item) => {
				const [id] = control.smartMove.addApplications({ count: 1, referenceId: String(item.customer) });
				return { ...item, id };
			}),
		bad: { item: { customer: '' }, label: 'Customer Reference' },
		belongs: isOf,
	},
	'smartMove application cancel': {
		partner: 'smartMove',
		parameters: { resource: 'application', operation: 'cancel', ...which },
		operationId: 'cancelApplication',
		items: applications,
		bad,
		belongs: (output, input) => isOf(output, input) && output.success === true,
		emptyIsFine: true,
	},
	'smartMove applicant add': {
		partner: 'smartMove',
		parameters: { resource: 'applicant', operation: 'add', ...which, email: PAT },
		operationId: 'addApplicant',
		items: applications,
		bad,
		belongs: (output, input) => isOf(output, input) && output.email === PAT,
		emptyIsFine: true,
	},
	'smartMove applicant delete': {
		partner: 'smartMove',
		parameters: { resource: 'applicant', operation: 'delete', ...which, email: '={{ $json.email }}' },
		operationId: 'deleteApplicant',
		items: (control, count) =>
			control.smartMove
				.addApplications({ count, emails: [PAT, SAM] })
				.map((id, i) => ({ id, email: i % 2 === 0 ? PAT : SAM })),
		bad: { item: { id: 70001, email: 'nobody' }, label: 'Applicant Emails' },
		belongs: (output, input) =>
			isOf(output, input) && output.email === input.email && output.deleted === true,
		emptyIsFine: true,
	},
	'smartMove report getStatus': {
		partner: 'smartMove',
		parameters: { resource: 'report', operation: 'getStatus', ...which },
		operationId: 'getReportStatus',
		items: applications,
		bad,
		belongs: (output, input) => isOf(output, input) && output.reportStatus === 'Pending',
	},
	'smartMove report getUrl': {
		partner: 'smartMove',
		parameters: { resource: 'report', operation: 'getUrl', ...which },
		operationId: 'getReportUrl',
		items: ({ smartMove: smartmove }, count) => {
			const ids = smartmove.addApplications({ count });
			for (const applicationId of ids) smartmove.makeReady({ applicationId });
			return ids.map((id) => ({ id }));
		},
		bad,
		belongs: (output, input) => isOf(output, input) && /^http/.test(String(output.reportUrl)),
	},
};
