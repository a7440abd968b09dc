import type { INodeParameters } from 'n8n-workflow';

import { jsonOf, succeeded, useSimulator } from '../../support/useSimulator';
import { calls } from './calls';

const bench = useSimulator();
const { given } = calls(bench);

/** A node as n8n saves it: without resource and operation where they are the default. */
const run = async (typeVersion: number, more: object = {}) => {
	const [id] = given();
	const byId = { __rl: true, mode: 'id', value: String(id) };
	const email = 'new.renter@example.test';
	const parameters = { customerReference: 'cust-42', applicationId: byId, email, ...more };
	succeeded(await bench.run('smartMove', parameters as INodeParameters, [{}], { typeVersion }));
	return bench.arrived().map(({ operationId }) => operationId);
};

it('without a resource, version 1 of the node adds an applicant, as it did when the workflow was saved', async () => {
	expect(await run(1)).toEqual(['addApplicant']);
	expect(await run(1, { operation: 'delete', email: 'sam.renter@example.test' })).toContain(
		'deleteApplicant',
	);
});

it('without a resource, version 2 gets an order link', async () => {
	expect(await run(2)).toEqual(['createApplication']);
});

it('every version does what it is told', async () => {
	for (const version of [1, 2]) {
		bench.control.reset();
		expect(await run(version, { resource: 'application', operation: 'get' })).toEqual(['getApplication']);
	}
});

it('a new node has the newest version', async () => {
	const { output } = succeeded(await bench.run('smartMove', { customerReference: 'cust-42' }));
	expect(jsonOf(output)).toMatchObject([{ url: expect.any(String) }]);
});
