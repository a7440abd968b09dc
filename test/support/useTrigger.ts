import type { IDataObject, INodeParameters, INodeType } from 'n8n-workflow';

import { keysOf } from '../../testbed/secrets';
import type { Control, JournalEntry, Simulator } from '../../simulator/http/server';
import { startSimulator } from '../../simulator/http/server';
import { credentialFor, partners, triggerOf, type PartnerName } from './pack';
import { PolledNode } from './pollNode';
import { expectNoSecrets } from './secrets';

/** The simulated time at which a test begins; it changes only when the test changes it. */
export const NOW = '2025-03-01T09:30:00Z';

export type Polling = Exclude<PartnerName, 'smartMove'>;

/** The trigger of a partner from another process: a module that knows nothing of the first. */
export function fromAnotherProcess(name: Polling): INodeType {
	let node: INodeType | undefined;
	jest.isolateModules(() => {
		node = jest.requireActual<{ triggerOf: typeof triggerOf }>('./pack').triggerOf(name);
	});
	if (!node) throw new Error('No module was loaded');
	return node;
}

export interface TriggerBench {
	readonly url: string;
	readonly control: Control;
	/** A workflow that begins with the trigger; `credential` overrides fields of the credential. */
	trigger(parameters?: INodeParameters, credential?: IDataObject): PolledNode;
	/** The requests that arrived at the partner, oldest first. */
	arrived(operationId?: string): JournalEntry[];
	/** Makes the partner answer 503 until the returned function is called. */
	outage(path?: string): () => void;
}

/** Keeps our clock equal to the simulated partner’s. */
export function keepClocksInStep(bench: TriggerBench): void {
	const { now } = Date;
	beforeEach(() => {
		const begun = now();
		jest.spyOn(Date, 'now').mockImplementation(() => Date.parse(bench.control.clock.now()) + now() - begun);
	});
	afterEach(() => jest.restoreAllMocks());
}

/** One simulator for a test file, reset for every test. After each there must be no contract violation and no secret. */
export function useTrigger(name: Polling): TriggerBench {
	let simulator: Simulator;
	let made: PolledNode[] = [];
	beforeAll(async () => {
		simulator = await startSimulator({ port: 0, seed: 1, now: NOW });
	});
	afterAll(async () => await simulator.close());
	beforeEach(() => {
		simulator.control.reset();
		made = [];
	});
	afterEach(() => {
		expect(simulator.control.violations()).toEqual([]);
		for (const { stored, log, errors, executions } of made)
			expectNoSecrets([stored, log, errors, executions], keysOf(simulator));
	});
	const provider = partners[name].prefix;
	return {
		get url() {
			return simulator.url;
		},
		get control() {
			return simulator.control;
		},
		trigger(parameters = {}, credential = {}) {
			const partner = partners[name];
			const node = new PolledNode({
				node: triggerOf(name),
				parameters,
				credentials: { [partner.credential]: credentialFor(name, simulator.url, credential) },
				credentialTypes: [partner.type()],
			});
			made.push(node);
			return node;
		},
		arrived: (operationId) => simulator.control.requests({ operationId }),
		outage(path) {
			const id = simulator.control.faults.add({
				kind: 'status',
				status: 503,
				body: {},
				times: -1,
				provider,
				...(path !== undefined && { path }),
			});
			return () => simulator.control.faults.clear(id);
		},
	};
}
