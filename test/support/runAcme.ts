import { setTimeout as sleep } from 'node:timers/promises';
import {
	NodeConnectionTypes,
	type ICredentialType,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { nodeProperties } from '../../nodes/shared/execution/nodeProperties';
import { execute } from '../../nodes/shared/execution/execute';
import { outputFileField, text } from '../../nodes/shared/fields';
import {
	defineOperation,
	ItemWithFile,
	path,
	type Partner,
	type Resources,
} from '../../nodes/shared/operation';
import { readCommonError } from '../../nodes/shared/errors/errorBody';
import { runNode, type NodeResult, type NodeSetup, type RunSetup } from './runWorkflow';

/** A partner made up for the engine’s tests, which does what no real partner can be made to do. */
const acme: Partner = {
	name: 'Acme',
	credential: 'acmeApi',
	secrets: ['key'],
	baseUrl: ({ baseUrl }) => String(baseUrl),
	environment: ({ environment }) =>
		environment === 'test' ? { name: 'Test', isTest: true } : { name: 'Production' },
	readError: readCommonError,
};

const what = text({ displayName: 'What', required: true });
const card = text({ displayName: 'Card Number', secret: true });
const request = (method: 'GET' | 'POST', thing: string, safeToRepeat = false) =>
	({
		method,
		path: path`/thing/${thing}`,
		safeToRepeat,
		...(method === 'POST' && { body: { thing } }),
	}) as const;
const operation = { action: 'Act', description: 'For tests', contract: 'none' };

const thing: Resources[string] = {
	name: 'Thing',
	default: 'read',
	operations: {
		read: defineOperation({
			...operation,
			name: 'Read',
			fields: { what },
			run: async (v, { object }) => await object<IDataObject>(request('GET', v.what)),
		}),
		write: defineOperation({
			...operation,
			name: 'Write',
			changes: 'made',
			fields: { what, card },
			run: async (v, { object }) => await object<IDataObject>(request('POST', v.what)),
		}),
		ask: defineOperation({
			...operation,
			name: 'Ask',
			fields: { what },
			run: async (v, { object }) => await object<IDataObject>(request('POST', v.what, true)),
		}),
		/** One input item becomes an item for each entry of the partner’s list. */
		list: defineOperation({
			...operation,
			name: 'List',
			fields: { what },
			run: async (v, { list }) => await list<IDataObject>(request('GET', v.what)),
		}),
		download: defineOperation({
			...operation,
			name: 'Download',
			fields: { what, ...outputFileField },
			async run(v, { file, operationError }) {
				const received = await file({ ...request('GET', v.what), acceptedStatuses: [404] });
				if (!received) throw operationError('There is no such file', 'Look there.');
				return new ItemWithFile(
					{ thing: v.what },
					{ ...received, fileName: `../${v.what}.pdf` },
					v.binaryPropertyName,
				);
			},
		}),
		/** Nothing an operation should do: an example of a programming error. */
		slip: defineOperation({
			...operation,
			name: 'Slip',
			fields: {},
			run: async () => await Promise.reject(new TypeError('x is not a function')),
		}),
	},
};

class AcmeApi implements ICredentialType {
	name = 'acmeApi';
	displayName = 'Acme API';
	properties: INodeProperties[] = ['baseUrl', 'key', 'environment'].map((name) => ({
		displayName: name,
		name,
		type: 'string',
		default: '',
	}));
	authenticate = {
		type: 'generic',
		properties: { headers: { 'X-Key': '={{ $credentials.key }}' } },
	} as const;
}

class Acme implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Acme',
		name: 'acme',
		group: ['transform'],
		version: 1,
		description: 'For tests',
		defaults: { name: 'Acme' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'acmeApi', required: true }],
		properties: nodeProperties(acme, { thing }),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute(this, acme, { thing });
	}
}

/** The key that Acme is called with. */
export const KEY = 'acme/key+with=marks&"quotes"-0123456789';

interface AcmeRun extends Partial<NodeSetup & RunSetup> {
	key?: string;
	/** `test` for its test system. */
	environment?: string;
	requestOptions?: IDataObject;
	parameters?: never;
}

/** Runs Acme’s node with one item for each of `things`. */
export async function runAcme(
	operationName: string,
	baseUrl: string,
	things: string[],
	{ key = KEY, environment = '', requestOptions = {}, ...options }: AcmeRun & { card?: string } = {},
): Promise<NodeResult> {
	return await runNode({
		node: new Acme(),
		parameters: {
			resource: 'thing',
			operation: operationName,
			what: '={{ $json.thing }}',
			requestOptions: requestOptions as never,
			card: options.card ?? '',
		},
		items: things.map((name, index) => ({ thing: name, index })),
		credentials: { acmeApi: { baseUrl, key, environment } },
		credentialTypes: [new AcmeApi()],
		...options,
	});
}

/** Waits until a condition holds; fails after twenty seconds. */
export async function until(holds: () => boolean): Promise<void> {
	for (const start = Date.now(); !holds(); await pause(2)) {
		if (Date.now() - start > 20_000) throw new Error(`Never came true: ${String(holds)}`);
	}
}

/** Waits for some time, or until the signal ends it. */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
	await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}

/**
 * Waits for so many milliseconds in which this process does something: while a busy machine lets it stand still, none
 * pass. What its own servers have received by then has been read.
 */
export async function rounds(milliseconds: number, signal?: AbortSignal): Promise<void> {
	for (let left = milliseconds / 2; left > 0 && !signal?.aborted; left--) await pause(2, signal);
}

/** A port that refuses connections: nobody listens on it, and no other process is given it. */
export const CLOSED_PORT = 1;

/** The numbers from 0, as texts. */
export const numbered = (count: number) => Array.from({ length: count }, (_, index) => String(index));

/** Parameters that create an application at Movem. */
export const INVITATION = {
	resource: 'application',
	operation: 'create',
	name: 'Ada Quill',
	email: 'ada@example.test',
	property: '9 Larch Row',
};
