import type { INodeParameters } from 'n8n-workflow';

import type { Control } from '../../simulator/http/server';
import type { OperationCase } from './operationCase';
import { SMARTMOVE_OPERATIONS } from '../partners/smartMove/table';
import { SPROVE_OPERATIONS } from '../partners/sprove/table';

const byId = { __rl: true, mode: 'id', value: '={{ $json.id }}' };
const applicationIds = ({ movem }: Control, count: number) =>
	movem.addApplications({ count }).map((id) => ({ id }));
const hours = (_: Control, count: number) =>
	Array.from({ length: count }, (__, i) => ({ hours: i + 1, n: i }));

/** Parameters of a referral in its smallest form. */
export const smallReferral: INodeParameters = {
	resource: 'referral',
	operation: 'create',
	productCode: 'RICSL2SURVEY',
	totalFeeInclVAT: '={{ $json.fee }}',
	uniqueIntegrationReference: '={{ $json.reference }}',
	propertyValueOrPurchasePrice: 285000,
	propertyAddress: { values: { addressLine1: '3 Fiction Row', postcode: 'AB1 2CD' } },
	customers: {
		values: [
			{
				firstName: 'Kim',
				lastName: 'Example',
				emailAddress: 'kim@example.test.nosend',
				telephoneNumber: '01234 567890',
			},
		],
	},
};

/** Every operation of every partner; a test asserts that none is missing. */
export const OPERATIONS: Record<string, OperationCase> = {
	...SMARTMOVE_OPERATIONS,
	...SPROVE_OPERATIONS,
	'movem application create': {
		partner: 'movem',
		parameters: {
			resource: 'application',
			operation: 'create',
			name: '={{ $json.name }}',
			email: '={{ $json.email }}',
			property: '9 Larch Row',
		},
		operationId: 'createApplication',
		items: (_, count) =>
			Array.from({ length: count }, (__, i) => ({ name: `Tenant ${i}`, email: `tenant.${i}@example.test` })),
		bad: { item: { name: 'Ada Quill', email: 'ada.quill at example.test' }, label: 'Tenant Email' },
		belongs: (output, input) => output.email === input.email && output.status === 'REQUESTED',
	},
	'movem application get': {
		partner: 'movem',
		parameters: { resource: 'application', operation: 'get', applicationId: byId },
		operationId: 'getApplication',
		items: applicationIds,
		bad: { item: { id: 'a/b' }, label: 'Application' },
		belongs: (output, input) => output.id === input.id,
	},
	'movem application waitUntilCompleted': {
		partner: 'movem',
		parameters: { resource: 'application', operation: 'waitUntilCompleted', applicationId: byId },
		operationId: 'getApplication',
		items: ({ movem }, count) => movem.addApplications({ count, status: 'COMPLETED' }).map((id) => ({ id })),
		bad: { item: { id: 'a/b' }, label: 'Application' },
		belongs: (output, input) => output.id === input.id && output.timedOut === false,
		single: true,
	},
	'movem application getAll': {
		partner: 'movem',
		parameters: { resource: 'application', operation: 'getAll', limit: '={{ $json.limit }}' },
		operationId: 'listApplications',
		items: (control, count) => {
			control.movem.addApplications({ count: 1 });
			return Array.from({ length: count }, (_, n) => ({ limit: 1, n }));
		},
		bad: { item: { limit: 0 }, label: 'Limit' },
		belongs: (output) => output.name === 'Tenant 1',
	},
	'movem application update': {
		partner: 'movem',
		parameters: {
			resource: 'application',
			operation: 'update',
			applicationId: byId,
			updateFields: { name: '={{ "New name of " + $json.id }}' },
		},
		operationId: 'updateApplication',
		items: applicationIds,
		bad: { item: { id: '../credits' }, label: 'Application' },
		belongs: (output, input) => output.name === `New name of ${String(input.id)}`,
		emptyIsFine: true,
	},
	'movem application delete': {
		partner: 'movem',
		parameters: { resource: 'application', operation: 'delete', applicationId: byId },
		operationId: 'deleteApplication',
		items: applicationIds,
		bad: { item: { id: 'a b' }, label: 'Application' },
		belongs: (output, input) => output.id === input.id && output.deleted === true,
		emptyIsFine: true,
	},
	'movem credit get': {
		partner: 'movem',
		parameters: { resource: 'credit', operation: 'get', requestOptions: { timeout: '={{ $json.timeout }}' } },
		operationId: 'getCredits',
		items: (_, count) => Array.from({ length: count }, (__, n) => ({ timeout: 60, n })),
		bad: { item: { timeout: 'soon' }, label: 'Request Options → Timeout (Seconds)' },
		belongs: (output) => output.credits === 100,
	},
	'mymove lead getAll': {
		partner: 'mymove',
		parameters: {
			resource: 'lead',
			operation: 'getAll',
			timeRange: 'lastHours',
			hours: '={{ $json.hours }}',
			limit: 1,
			simplify: false,
		},
		operationId: 'findLeads',
		items: hours,
		bad: { item: { hours: 1.5 }, label: 'Hours' },
		// The oldest lead of the last n hours was created in the n-th hour back from 09:30.
		belongs: (output, input) =>
			String(output.created_at) >
			new Date(Date.UTC(2025, 2, 1, 9, 30) - Number(input.hours) * 3_600_000).toISOString(),
	},
	'movingPortal referral create': {
		partner: 'movingPortal',
		parameters: smallReferral,
		operationId: 'createReferral',
		items: (_, count) => Array.from({ length: count }, (__, i) => ({ fee: 600 + i, reference: `I-${i}` })),
		bad: { item: { fee: -1, reference: 'I-bad' }, label: 'Total Fee Including VAT' },
		belongs: (output, input) =>
			output.uniqueIntegrationReference === input.reference && /^TMP\d+$/.test(String(output.reference)),
	},
	'movingPortal referral exists': {
		partner: 'movingPortal',
		parameters: { resource: 'referral', operation: 'exists', reference: '={{ $json.reference }}' },
		operationId: 'referralExists',
		items: (_, count) => Array.from({ length: count }, (__, i) => ({ reference: `I-${i}` })),
		bad: { item: { reference: '1234567890123456789012345678901' }, label: 'Reference' },
		belongs: (output, input) => output.reference === input.reference && output.exists === false,
		emptyIsFine: true,
		wordless: true,
	},
};
