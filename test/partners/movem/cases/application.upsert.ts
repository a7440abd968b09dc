import type { OperationCase } from '../../../operations/operationCase';

export const operationCase: OperationCase = {
	parameters: { name: '={{ $json.name }}', email: '={{ $json.email }}', property: '9 Larch Row' },
	operationId: 'createApplication',
	items: (_, count) =>
		Array.from({ length: count }, (__, i) => ({ name: `Tenant ${i}`, email: `tenant.${i}@example.test` })),
	bad: { item: { name: 'Ada Quill', email: 'ada.quill at example.test' }, label: 'Tenant Email' },
	belongs: (output, input) => output.email === input.email && output.name === input.name,
	effect: ({ movem }, { email }) =>
		movem.applications.filter((application) => application.email === email).length,
};
