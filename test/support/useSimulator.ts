import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { keysOf } from '../../testbed/secrets';
import { startSimulator, type Control, type JournalEntry, type Simulator } from '../../simulator/http/server';
import { runPartner, type PartnerName } from './pack';
import type { NodeResult } from './runWorkflow';
import { expectNoSecrets } from './secrets';

/** The simulated time at which a test begins; it changes only when the test changes it. */
export const NOW = '2025-03-01T09:30:00Z';

type RunOptions = Parameters<typeof runPartner>[4];

/** The simulator of a test file. */
export interface SimulatorRun {
	readonly url: string;
	readonly control: Control;
	/** Runs a node of the pack and checks that the record of the execution contains no secret. */
	run(
		partner: PartnerName,
		parameters: INodeParameters,
		items?: IDataObject[],
		options?: RunOptions,
	): Promise<NodeResult>;
	/** The requests that arrived at the partners, oldest first. */
	arrived(operationId?: string): JournalEntry[];
	/** Method and path of each request: `POST /movem/application`. */
	lines(): string[];
}

/**
 * One simulator for a test file, reset for every test. After every test its journal must be free of contract
 * violations: a node that sends what the documents do not allow fails the test.
 */
export function useSimulator(): SimulatorRun {
	let simulator: Simulator;
	beforeAll(async () => {
		simulator = await startSimulator({ port: 0, seed: 1, now: NOW });
	});
	afterAll(async () => await simulator.close());
	beforeEach(() => simulator.control.reset());
	afterEach(() => expect(simulator.control.violations()).toEqual([]));

	const arrived = (operationId?: string) => simulator.control.requests({ operationId });
	return {
		get url() {
			return simulator.url;
		},
		get control() {
			return simulator.control;
		},
		async run(partner, parameters, items, options) {
			const result = await runPartner(partner, simulator.url, parameters, items, options);
			// Not the cards: those that a test orders with stand in its own input; card.test.ts searches for them.
			expectNoSecrets([result.run, result.error], keysOf(simulator));
			return result;
		},
		arrived,
		lines: () => arrived().map(({ method, path }) => `${method} ${path}`),
	};
}

/** The body of a request as the partner read it. */
export function bodyOf(entry: JournalEntry | undefined): IDataObject {
	return JSON.parse(entry?.body || '{}') as IDataObject;
}

/** The query of a request as the partner read it. */
export function queryOf(entry: JournalEntry | undefined): Record<string, string> {
	return Object.fromEntries(new URL(entry?.path ?? '/', 'http://partner').searchParams);
}

/** The json of items. */
export function jsonOf(items: INodeExecutionData[]): IDataObject[] {
	return items.map(({ json }) => json);
}

/** Index of the input item that each item is paired with. */
export function pairing(items: INodeExecutionData[]): Array<number | undefined> {
	return items.map(({ pairedItem }) =>
		typeof pairedItem === 'object' && !Array.isArray(pairedItem) ? pairedItem.item : undefined,
	);
}

/** Fails with the node’s own message when the run did not succeed. */
export function succeeded(result: NodeResult): NodeResult {
	if (result.error) throw new Error(`${result.error.message}\n${result.error.description ?? ''}`);
	return result;
}
