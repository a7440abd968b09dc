import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { smallReferral } from '../partners/movingPortal/smallReferral';
import { jsonOf, succeeded, useSimulator } from '../support/useSimulator';

const bench = useSimulator();

const invite = async (email: string, parameters: IDataObject = {}) =>
	await bench.run('movem', {
		resource: 'application',
		operation: 'create',
		name: 'Ada Quill',
		email,
		property: 'Flat 3, 9 Larch Row',
		...parameters,
	} as INodeParameters);
const later = () => bench.control.clock.advance({ seconds: 5 });

describe('a magic value in a field of the node', () => {
	it('lost@ makes what was asked for, and the node finds it', async () => {
		expect(jsonOf(succeeded(await invite('lost@example.test')).output)).toMatchObject([
			{ email: 'lost@example.test', alreadyExisted: false },
		]);
		expect(bench.control.state().partners.movem.applications).toHaveLength(1);
	});

	it('down@ leaves it open whether it happened', async () => {
		const { error } = await invite('down@example.test');
		expect(error?.message).toContain('cannot answer at the moment (HTTP 503)');
		expect(bench.control.state().partners.movem.applications).toEqual([]);
	});

	it('429@ goes through after the wait that it asks for', async () => {
		const began = performance.now();
		succeeded(await invite('429@example.test', { ifExists: 'create' }));
		expect(performance.now() - began).toBeGreaterThan(1900);
		expect(bench.arrived('createApplication').map(({ status }) => status)).toEqual([429, 200]);
	});

	it('nocredit@ and done@ become what they say', async () => {
		expect(jsonOf(succeeded(await invite('nocredit@example.test')).output)).toMatchObject([
			{ status: 'HOLD' },
		]);
		const [made] = jsonOf(succeeded(await invite('done@example.test')).output);
		later();
		const read = await bench.run('movem', {
			resource: 'application',
			operation: 'get',
			applicationId: String(made?.id),
		});
		expect(jsonOf(succeeded(read).output)).toMatchObject([{ status: 'COMPLETED' }]);
	});

	it('declined@ in the name of a property is a check that is not approved', async () => {
		const [property] = jsonOf(
			succeeded(
				await bench.run('sprove', {
					resource: 'property',
					operation: 'create',
					name: 'declined@example.test',
					address: 'Prøveveien 1, 5013 Bergen',
					rent: 14_500,
					rentCurrency: 'NOK',
				}),
			).output,
		);
		later();
		const checks = await bench.run('sprove', {
			resource: 'check',
			operation: 'getAll',
			propertyId: String(property?.id),
			returnAll: true,
		});
		expect(jsonOf(succeeded(checks).output)).toMatchObject([{ approved: false }]);
	});

	it('declined@ of a customer is a rejected referral', async () => {
		const customer = (smallReferral.customers as { values: IDataObject[] }).values[0];
		const customers = { values: [{ ...customer, emailAddress: 'declined@example.test.nosend' }] };
		const parameters = { ...smallReferral, customers } as INodeParameters;
		succeeded(await bench.run('movingPortal', parameters, [{ fee: 620, reference: 'I-1' }]));
		later();
		expect(bench.control.state().partners.movingPortal.referrals).toMatchObject([{ status: 'REJECTED' }]);
	});

	it('declined@ of an applicant declines the screening', async () => {
		const [applicationId] = bench.control.smartMove.addApplications({ count: 1 });
		const added = await bench.run('smartMove', {
			resource: 'applicant',
			operation: 'add',
			applicationId: applicationId!,
			customerReference: 'cust-42',
			email: 'declined@example.test',
		});
		succeeded(added);
		later();
		const [application] = bench.control.state().partners.smartMove.applications;
		expect(application?.applicants).toContainEqual({
			email: 'declined@example.test',
			status: 'RequestDeclined',
		});
	});
});
