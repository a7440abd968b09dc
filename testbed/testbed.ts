import { startSimulator, type Simulator, type SimulatorOptions } from '../simulator/http/server';
import type { PartnerName } from '../simulator/partners';
import type { Log } from './progress';
import { ensureN8n, type N8nInstall } from './installN8n';
import { startMailbox, type Mailbox } from './mailbox';
import { N8nClient } from './n8nClient';
import { startN8n, type RunningN8n } from './n8nProcess';
import type { StoredCredential, StoredWorkflow, WorkflowFile } from './n8nTypes';
import { repoRoot } from './paths';
import { installPackage, packPackage, type PackedPackage } from './pack';
import { requirePort } from './ports';
import { startQueue, type Queue } from './queue';
import { credentialSeeds, mailCredentialSeed } from './simulatedCredentials';
import { temporaryFolder } from './temporary';
import { withCredentials } from './workflowFiles';

export interface TestbedOptions {
	log: Log;
	/** n8n's port; a free one by default. */
	port?: number;
	/** The simulator's port, a free one by default, and its initial state. */
	simulator?: SimulatorOptions;
	/** Additional environment variables of n8n. */
	env?: NodeJS.ProcessEnv;
	/** Whether n8n runs in queue mode: main, a webhook process and two workers on Redis and PostgreSQL. */
	queue?: boolean;
	/** The folders of the packages that n8n gets; this repository without it. Others are packed without a build. */
	packages?: string[];
	/** The partners whose simulated credentials are created, for which their credential types are needed; all by default. */
	credentials?: readonly PartnerName[];
}

/** The simulated partners, a mail server and a real n8n with the packed nodes in it, its owner logged in. */
export interface Testbed {
	simulator: Simulator;
	/** What n8n has mailed with the credential of type `smtp`. */
	mailbox: Mailbox;
	install: N8nInstall;
	/** The n8n that has the editor; in queue mode main. */
	n8n: RunningN8n;
	/** Where production webhooks are called: n8n itself, in queue mode its webhook process. */
	webhookUrl: string;
	/** n8n's other processes, in queue mode. */
	queue?: Queue;
	client: N8nClient;
	/** By credential type, e.g. `movemApi` or `smtp`. */
	credentials: Map<string, StoredCredential>;
	/** Creates a workflow whose nodes use the credentials of this testbed. */
	addWorkflow(workflow: WorkflowFile): Promise<StoredWorkflow>;
	/** Stops or kills n8n and starts it again on the same data; replaces `n8n` and logs in again. */
	restartN8n(how: 'stop' | 'kill9'): Promise<void>;
	/** Ends everything and deletes n8n's folder. */
	close(): Promise<void>;
}

/** Packs the packages that n8n gets; each is deleted at the end. */
async function packAll({ log, packages = [repoRoot] }: TestbedOptions, undo: Array<() => Promise<void>>) {
	const packed: PackedPackage[] = [];
	for (const source of packages) {
		const each = await packPackage({ log, source, build: source === repoRoot });
		undo.push(each.dispose);
		packed.push(each);
	}
	return packed;
}

/** Starts everything. If a step fails, everything started before it is stopped. */
export async function openTestbed(options: TestbedOptions): Promise<Testbed> {
	const { log } = options;
	const simulatorPort = options.simulator?.port;
	// Ports are checked first, because the installation may take minutes.
	if (simulatorPort) await requirePort(simulatorPort, 'the simulator', '--simulator-port');
	if (options.port !== undefined) await requirePort(options.port, 'n8n', '--port');
	const { path: userFolder, dispose } = await temporaryFolder('moving-partners-n8n-');
	const undo: Array<() => Promise<void>> = [dispose];
	const close = async () => {
		for (const step of undo.splice(0).reverse()) await step();
	};
	try {
		// The first installation of n8n takes minutes, and the build is done beside it.
		const [installing, packing] = await Promise.allSettled([ensureN8n({ log }), packAll(options, undo)]);
		if (packing.status === 'rejected') throw packing.reason;
		if (installing.status === 'rejected') throw installing.reason;
		const { value: install } = installing;
		const { value: packed } = packing;
		for (const each of packed) await installPackage(each, userFolder);
		const simulator = await startSimulator(options.simulator);
		undo.push(() => simulator.close());
		const mailbox = await startMailbox();
		undo.push(() => mailbox.close());
		const { env } = options;
		const start = async (port?: number) => await startN8n({ install, userFolder, port, env, log });
		const whole = options.queue
			? await startQueue({ install, packed, userFolder, port: options.port, env, log, undo })
			: undefined;
		const n8n = whole?.main ?? (await start(options.port));
		simulator.control.setN8n({ address: n8n.url });
		const webhookUrl = whole?.queue.webhook.url ?? n8n.url;
		const testbed: Testbed = {
			simulator,
			mailbox,
			install,
			n8n,
			webhookUrl,
			queue: whole?.queue,
			client: new N8nClient(n8n.url, { version: install.version, webhookUrl }),
			credentials: new Map(),
			addWorkflow: (workflow) =>
				testbed.client.createWorkflow(withCredentials(workflow, testbed.credentials)),
			restartN8n: async (how) => {
				await testbed.n8n[how]();
				testbed.n8n = await (whole?.restartMain() ?? start(testbed.n8n.port));
				await testbed.client.logIn();
			},
			close,
		};
		undo.push(() => testbed.n8n.stop());
		await testbed.client.setUpOwner();
		const seeds = [...credentialSeeds(simulator.url, options.credentials), mailCredentialSeed(mailbox.port)];
		// One after the other: on SQLite n8n 1.123.81 fails on two that come together.
		for (const { name, type, data } of seeds)
			testbed.credentials.set(type, await testbed.client.createCredential(name, type, data));
		return testbed;
	} catch (error) {
		await close();
		throw error;
	}
}
