import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import {
	SIMULATED_CREDENTIALS,
	startSimulator,
	type Control,
	type JournalEntry,
	type Simulator,
} from '../../simulator/server';
import { partners, runPartner, type PartnerName } from '../support/pack';
import type { NodeResult } from '../support/run-workflow';

/** The simulated time at which a test begins; it stands still until the test moves it. */
export const NOW = '2025-03-01T09:30:00Z';

const { movem, mymove, 'moving-portal': portal, smartmove, sprove } = SIMULATED_CREDENTIALS;

/** Everything that may stand in no output, no error and no execution record. */
export const SECRETS = [
	movem.apiKey,
	mymove.accessToken,
	portal.password,
	Buffer.from(`${portal.username}:${portal.password}`).toString('base64'),
	smartmove.apiKey,
	partners.smartMove.values.postbackPassword,
	sprove.secretKey,
];

/** The tokens that a run got for itself. */
function tokens({ storedCredentials }: NodeResult): string[] {
	const stored = Object.values(storedCredentials).flatMap(({ token, accessToken }) => [token, accessToken]);
	return stored.filter((value): value is string => typeof value === 'string' && value.length > 8);
}

type RunOptions = Parameters<typeof runPartner>[4];

/** What a test may do with the simulator of its file. */
export interface Bench {
	readonly url: string;
	readonly control: Control;
	/** Runs a node of the pack and makes sure that nothing of the execution's record gives a secret away. */
	run(
		partner: PartnerName,
		parameters: INodeParameters,
		items?: IDataObject[],
		options?: RunOptions,
	): Promise<NodeResult>;
	/** What arrived at the partners, oldest first. */
	arrived(operationId?: string): JournalEntry[];
	/** Method and path of what arrived: `POST /movem/application`. */
	lines(): string[];
}

/**
 * One simulator for a test file, begun anew for every test. After every test its journal is asked whether
 * anything strayed from a contract: a node that sends what the documents do not know fails whatever else holds.
 */
export function useSimulator(): Bench {
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
			const record = JSON.stringify(result.run);
			for (const secret of [...SECRETS, ...tokens(result)]) expect(record).not.toContain(secret);
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

/** Index of the input item that each item says it came from. */
export function pairing(items: INodeExecutionData[]): Array<number | undefined> {
	return items.map(({ pairedItem }) =>
		typeof pairedItem === 'object' && !Array.isArray(pairedItem) ? pairedItem.item : undefined,
	);
}

/** Fails with the node's own words when the run did not succeed. */
export function succeeded(result: NodeResult): NodeResult {
	if (result.error) throw new Error(`${result.error.message}\n${result.error.description ?? ''}`);
	return result;
}
