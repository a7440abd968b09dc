import { join } from 'node:path';

import { SINGLE } from '../../scripts/single/about';
import { buildSinglePackage } from '../../scripts/single/build';
import { withFirmsValues } from '../../testbed/workflowFiles';
import { convert } from '../../scripts/single/convert';
import { PARTNER_NAMES, type PartnerName } from '../../simulator/partners';
import { errorOf, jsonOf } from '../../testbed/executions';
import type { JsonObject, WorkflowFile } from '../../testbed/n8nTypes';
import { ensureNodeCli } from '../../testbed/nodeCli';
import { repoRoot } from '../../testbed/paths';
import { temporaryFolder, type TemporaryFolder } from '../../testbed/temporary';
import { openTestbed, type Testbed, type TestbedOptions } from '../../testbed/testbed';
import { OPERATIONS } from '../operations/cases';
import { examples, exampleText } from './support/examples';
import { chainOf, itemsNode, node } from './support/workflows';

const log = (line: string) => void process.stderr.write(`${line}\n`);
const minutes = 60_000;

let packages: TemporaryFolder;
const folderOf = (partner: PartnerName) => join(packages.path, SINGLE[partner].name);

/** Gives the tests of a block an n8n with those packages, as `npm install` would put them there. */
function useN8nWith(options: () => Partial<TestbedOptions>): () => Testbed {
	let testbed: Testbed | undefined;
	beforeAll(async () => (testbed = await openTestbed({ log, ...options() })), 20 * minutes);
	afterAll(async () => await testbed?.close());
	return () => {
		if (testbed === undefined) throw new Error('n8n is not up yet');
		return testbed;
	};
}

beforeAll(async () => {
	packages = await temporaryFolder('moving-partners-packages-');
	const nodeModules = await ensureNodeCli(log);
	for (const partner of PARTNER_NAMES) await buildSinglePackage(partner, folderOf(partner), nodeModules);
}, 20 * minutes);
afterAll(async () => await packages.dispose());

/**
 * The node types and credential types of the partners that an n8n has loaded, without their tool variants. n8n lists a
 * node once for each of its versions.
 */
async function loaded({ client }: Testbed): Promise<string[]> {
	const nodes = new Set((await client.nodeTypes()).map(({ name }) => name));
	const types = [...nodes, ...(await client.credentialTypes()).map(({ name }) => name)];
	const ours = new RegExp(
		`^(${[...Object.values(SINGLE).map(({ name }) => name), 'n8n-nodes-moving-partners'].join('|')})\\.`,
	);
	return types
		.filter(
			(name) =>
				(ours.test(name) && !name.endsWith('Tool')) ||
				PARTNER_NAMES.some((partner) => name === `${partner}Api`),
		)
		.sort();
}

describe.each(PARTNER_NAMES)('the package of %s alone', (partner) => {
	const testbed = useN8nWith(() => ({ packages: [folderOf(partner)], credentials: [partner] }));
	const { name } = SINGLE[partner];

	it('brings its node, its trigger and its credential, and nothing else', async () => {
		expect(await loaded(testbed())).toEqual(
			[`${name}.${partner}`, `${name}.${partner}Trigger`, `${partner}Api`].sort(),
		);
	});

	const operations = Object.values(OPERATIONS).filter((operation) => operation.partner === partner);
	it.each(operations.map((operation) => [`${operation.resource}: ${operation.value}`, operation] as const))(
		'%s runs',
		async (_, { items, parameters, belongs }) => {
			const { client, addWorkflow, simulator } = testbed();
			simulator.control.reset({ seed: 1 });
			const [item = {}] = items(simulator.control, 1);
			const tried = node('Tried', `${name}.${partner}`, parameters as JsonObject, {
				credentials: { [`${partner}Api`]: { name: partner } },
			});
			const workflow = await addWorkflow(chainOf('Alone', itemsNode('Input', [item]), tried));
			const execution = await client.runWorkflow(workflow);
			expect(errorOf(execution)).toBeUndefined();
			const output = jsonOf(execution, 'Tried');
			expect(output.length).toBeGreaterThan(0);
			for (const each of output) expect(belongs(each, item)).toBe(true);
			expect(simulator.control.violations()).toEqual([]);
		},
	);
});

describe('the pack and the packages of all five side by side', () => {
	const testbed = useN8nWith(() => ({ packages: [repoRoot, ...PARTNER_NAMES.map(folderOf)] }));

	it('bring the nodes of both; each stored credential serves both, though n8n lists its type twice', async () => {
		const nodes = PARTNER_NAMES.flatMap((partner) =>
			['n8n-nodes-moving-partners', SINGLE[partner].name].flatMap((name) => [
				`${name}.${partner}`,
				`${name}.${partner}Trigger`,
			]),
		);
		expect(await loaded(testbed())).toEqual(
			[...nodes, ...PARTNER_NAMES.flatMap((partner) => [`${partner}Api`, `${partner}Api`])].sort(),
		);
	});

	it.each(['single', 'pack'] as const)(
		'run a chain across partners with the nodes of the %s',
		async (which) => {
			const { client, addWorkflow, simulator } = testbed();
			simulator.control.reset({ seed: 1 });
			simulator.control.mymove.addLead({ new_housing_tenure: 'rent' });
			const { text } = convert(exampleText('us-mover-lead-to-screening-link.json'), which);
			const values = { customerReference: 'cust-42' };
			const workflow = withFirmsValues(JSON.parse(text) as WorkflowFile, values);
			const execution = await client.runWorkflow(await addWorkflow(workflow));
			expect(errorOf(execution)).toBeUndefined();
			expect(simulator.control.requests({ operationId: 'createApplication' })).toHaveLength(1);
			expect(simulator.control.violations()).toEqual([]);
		},
	);

	it.each(examples)('%s asks for nodes that are there, when it is converted', async (file) => {
		const types = new Set((await testbed().client.nodeTypes()).map(({ name }) => name));
		const { nodes } = JSON.parse(convert(exampleText(file), 'single').text) as WorkflowFile;
		expect(nodes.map(({ type }) => type).filter((type) => !types.has(type))).toEqual([]);
	});
});
