import type { IDataObject, INodeParameters, INodeType } from 'n8n-workflow';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { npm } from '../../testbed/run';
import { repoRoot } from '../../testbed/paths';
import { credentialFor, partners, type PartnerName } from '../../test/support/pack';
import { runNode, type NodeResult, type NodeSetup } from '../../test/support/runWorkflow';
import type { Context } from './types';

let built: Promise<unknown> | undefined;

/** An instance of a class of the compiled pack; in a smoke run of its source, which needs no build. */
export async function loadClass<T>({ smoke }: Pick<Context, 'smoke'>, file: string): Promise<T> {
	// The parent process has built the pack before it starts a child.
	if (!smoke && !process.env.BENCH_BUILT) {
		built ??= npm(['run', 'build'], { cwd: repoRoot }).then(({ code, output }) => {
			if (code !== 0) throw new Error(output);
		});
		await built;
	}
	const load = createRequire(__filename);
	const module = load(join(repoRoot, smoke ? `${file}.ts` : `dist/${file}.js`)) as Record<
		string,
		new () => T
	>;
	const [only] = Object.values(module).filter((one) => typeof one === 'function');
	if (!only) throw new Error(`${file} has no class`);
	return new only();
}

/** The items of most benchmarks: each invites one tenant. */
export const tenants = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, n) => ({
		id: `0c6c1d2e-1111-11e9-8aaa-${String(n).padStart(12, '0')}`,
		name: `Tenant ${n}`,
		email: `tenant.${n}@example.test`,
		home: '9 Larch Row',
		fee: 600 + n,
		reference: `I-${n}`,
	}));

/** The parameters of every variant: three expressions. */
export const EXPRESSIONS = {
	name: '={{ $json.name }}',
	email: '={{ $json.email }}',
	property: '={{ $json.home }}',
};

/**
 * The parameters of our node for the same work. It does not look for an existing one first, because no baseline does.
 */
export const OURS = {
	...EXPRESSIONS,
	resource: 'application',
	operation: 'create',
	ifExists: 'create',
	simplify: false,
};

/** Runs a node through n8n-core in this process, with the credential of a partner. */
export async function runInProcess(
	node: INodeType,
	url: string,
	parameters: INodeParameters,
	items: IDataObject[],
	{
		partner = 'movem',
		onError,
	}: { partner?: Exclude<PartnerName, 'smartMove'> } & Pick<NodeSetup, 'onError'> = {},
): Promise<NodeResult> {
	const { credential, type } = partners[partner];
	const result = await runNode({
		node,
		nodeTypeName: `n8n-nodes-moving-partners.${node.description.name}`,
		parameters,
		items,
		credentials: { [credential]: credentialFor(partner, url) },
		credentialTypes: [type()],
		onError,
	});
	if (result.error) throw new Error(`${result.error.message}\n${result.error.description ?? ''}`);
	return result;
}

/** How many items succeeded and are at the index of their input item. */
export function succeededInPlace({ output }: NodeResult): number {
	return output.filter(({ json, pairedItem }, index) => {
		const item = typeof pairedItem === 'object' && !Array.isArray(pairedItem) ? pairedItem.item : undefined;
		return !json.error && item === index;
	}).length;
}
