import { errorOf, jsonOf } from '../../testbed/executions';
import { useStack } from './support/stack';
import { chainOf, itemsNode, node } from './support/workflows';

const stack = useStack();
const control = () => stack.testbed.simulator.control;

const PROPERTY = '9 Larch Row';
const tenants = Array.from({ length: 14 }, (_, n) => ({ email: `tenant.${n}@example.test` }));

/** A workflow that creates an application for each tenant, or only checks. */
async function run(items: Array<{ email: string }>, checkOnly: boolean) {
	const create = node(
		'Create',
		'n8n-nodes-moving-partners.movem',
		{
			resource: 'application',
			operation: 'create',
			name: 'Ada Quill',
			email: '={{ $json.email }}',
			property: PROPERTY,
			checkOnly,
		},
		{ credentials: { movemApi: { name: 'movem' } } },
	);
	const workflow = await stack.testbed.addWorkflow(
		chainOf(`Check Only: ${checkOnly}`, itemsNode('Input', items), create),
	);
	const execution = await stack.testbed.client.runWorkflow(workflow);
	expect(errorOf(execution)).toBeUndefined();
	return jsonOf(execution, 'Create');
}

it('Check Only says what would be created, and the partner sees no write', async () => {
	control().reset({ seed: 1 });
	await run(tenants.slice(0, 11), false);
	control().clearJournal();
	const { credits } = control().state().partners.movem;

	const checked = await run(tenants, true);
	expect(checked.map(({ wouldCreate }) => wouldCreate)).toEqual(tenants.map((_, n) => n >= 11));
	expect(checked.map(({ alreadyExisted }) => alreadyExisted)).toEqual(tenants.map((_, n) => n < 11));
	expect(checked.at(-1)).toMatchObject({ ...tenants.at(-1), creditsNeeded: 1, creditsAvailable: credits });

	expect(
		control()
			.requests()
			.map(({ method, path }) => `${method} ${path}`)
			.sort(),
	).toEqual(['GET /movem/application/', 'GET /movem/credits']);
	expect(control().state().partners.movem).toMatchObject({ credits, applications: { length: 11 } });
	expect(control().violations()).toEqual([]);
});
