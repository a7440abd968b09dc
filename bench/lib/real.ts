import { readFile } from 'node:fs/promises';

import { jsonOf, runsOf } from '../../testbed/executions';
import type { Execution, StoredCredential, WorkflowFile, WorkflowNode } from '../../testbed/n8nTypes';
import { credentialSeeds } from '../../testbed/simulatedCredentials';
import { openTestbed, type Testbed } from '../../testbed/testbed';
import type { Log } from '../../testbed/progress';
import type { Sample } from './measure';
import { startPartner, type Partner } from './partner';

/** A real n8n with the pack installed from its tarball, and the bare partner. */
export interface RealN8n {
	testbed: Testbed;
	partner: Partner;
	/** Stores a workflow that fetches items from the partner and runs `node` on them. */
	add(name: string, node: Pick<WorkflowNode, 'type' | 'typeVersion' | 'parameters'>): Promise<Runner>;
	close(): Promise<void>;
}

export interface Runner {
	/**
	 * Runs it once; returns the node's time, n8n's CPU for the whole execution, and how many items succeeded and
	 * failed.
	 */
	run(): Promise<Sample & { ok: number; failed: number }>;
}

/** @param env variables by which this n8n differs from the one of the other benchmarks */
export async function openRealN8n(log: Log, env: NodeJS.ProcessEnv = {}): Promise<RealN8n> {
	const testbed = await openTestbed({ log, env: { EXECUTIONS_TIMEOUT: '-1', ...env } });
	const partner = await startPartner();
	const { client } = testbed;
	/** The credentials for the bare partner; a node uses those that it knows. */
	const credentials: StoredCredential[] = [];
	for (const { type, data } of credentialSeeds(partner.url, ['movem', 'movingPortal']))
		credentials.push(await client.createCredential(`${type} (bench)`, type, data));
	return {
		testbed,
		partner,
		async add(name, node) {
			const workflow = await client.createWorkflow(workflowOf(name, node, partner.url, credentials));
			return {
				async run() {
					const before = await cpuOf(testbed.n8n.pid);
					const execution = await client.runWorkflow(workflow, 'Start', 300_000);
					const cpu = (await cpuOf(testbed.n8n.pid)) - before;
					const items = jsonOf(execution, 'Work');
					const failed = items.filter((json) => json.error !== undefined).length;
					return { cpu, wall: timeOf(execution), ok: items.length - failed, failed };
				},
			};
		},
		async close() {
			await partner.close();
			await testbed.close();
		},
	};
}

/** Milliseconds that n8n recorded for the node. */
function timeOf(execution: Execution): number {
	return runsOf(execution, 'Work').reduce((total, { executionTime }) => total + executionTime, 0);
}

/** Milliseconds of CPU that a process has used: fields 14 and 15 of /proc/<pid>/stat, in ticks of a hundredth. */
export async function cpuOf(pid: number): Promise<number> {
	const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Megabytes of memory that a process holds: VmRSS of /proc/<pid>/status, which is in kB. */
export async function memoryOf(pid: number): Promise<number> {
	const status = await readFile(`/proc/${pid}/status`, 'utf8');
	return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
}

function workflowOf(
	name: string,
	node: Pick<WorkflowNode, 'type' | 'typeVersion' | 'parameters'>,
	url: string,
	credentials: StoredCredential[],
): WorkflowFile {
	const link = (to: string) => ({ main: [[{ node: to, type: 'main', index: 0 }]] });
	return {
		name,
		nodes: [
			{
				name: 'Start',
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			{
				name: 'Items',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				position: [220, 0],
				parameters: { url: `${url}/items` },
			},
			{
				name: 'Work',
				position: [440, 0],
				onError: 'continueRegularOutput',
				...node,
				credentials: Object.fromEntries(
					credentials.map(({ id, name: title, type }) => [type, { id, name: title }]),
				),
			},
		],
		connections: { Start: link('Items'), Items: link('Work') },
	};
}

/** Our node of a partner with the given parameters, as it runs in process. */
export const ourNode = (parameters: WorkflowNode['parameters'], partner = 'movem') => ({
	type: `n8n-nodes-moving-partners.${partner}`,
	typeVersion: 1,
	parameters,
});

/**
 * n8n's HTTP Request node for the same work, with the same stored credential.
 *
 * @param batching the size of a batch, and milliseconds until the next; without it all items are sent at once
 */
export const httpRequestNode = (
	url: string,
	batching?: { batchSize: number; batchInterval: number },
): Pick<WorkflowNode, 'type' | 'typeVersion' | 'parameters'> => ({
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.2,
	parameters: {
		method: 'POST',
		url: `${url}/movem/application`,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: 'movemApi',
		sendBody: true,
		bodyParameters: {
			parameters: [
				{ name: 'name', value: '={{ $json.name }}' },
				{ name: 'email', value: '={{ $json.email }}' },
				{ name: 'property', value: '={{ $json.home }}' },
			],
		},
		options: { ...(batching && { batching: { batch: batching } }) },
	},
});
