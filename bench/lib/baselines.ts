import {
	NodeConnectionTypes,
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';
import type { Readable } from 'node:stream';

import pLimit from 'p-limit';

import { readPieces } from './pieces';

/** The fields of a request, the same in every variant. */
export const FIELDS = ['name', 'email', 'property'] as const;

/** The fields of the request, each sent as a member of its body. */
const routed = FIELDS.map((name): INodeProperties => ({
	displayName: name,
	name,
	type: 'string',
	default: '',
	routing: { send: { type: 'body', property: name } },
}));

const base = (displayName: string, credential = 'movemApi'): Omit<INodeTypeDescription, 'properties'> => ({
	displayName,
	name: displayName.replace(/\W/g, ''),
	group: ['transform'],
	version: 1,
	description: displayName,
	defaults: { name: displayName },
	inputs: [NodeConnectionTypes.Main],
	outputs: [NodeConnectionTypes.Main],
	credentials: [{ name: credential, required: true }],
});

/** What a loop does for an item: the parameters that it reads, and the request that it makes of them. */
export interface LoopWork {
	credential: string;
	names: readonly string[];
	request(values: IDataObject): Pick<IHttpRequestOptions, 'method' | 'body'> & { path: string };
}

/** The invitation of a tenant, as the other baselines do it. */
const INVITATION: LoopWork = {
	credential: 'movemApi',
	names: FIELDS,
	request: (body) => ({ method: 'POST', path: '/application', body }),
};

/**
 * n8n's request helper under p-limit and nothing else: no validation, no retry, no time limit, no error hints. It is
 * what a user would write by hand.
 */
export class HelperLoop implements INodeType {
	description: INodeTypeDescription;

	/** @param inPieces whether it reads an answer in pieces and closes the connection of one that is too long */
	constructor(
		private readonly atOnce: number,
		private readonly work = INVITATION,
		private readonly inPieces = false,
	) {
		this.description = {
			...base('Helper Loop', work.credential),
			properties: work.names.map((name) => ({ displayName: name, name, type: 'json', default: '' })),
		};
	}

	execute = bareLoop(() => this);

	/** Its parts, for the function that n8n calls with another `this`. */
	get parts() {
		return { atOnce: this.atOnce, inPieces: this.inPieces, ...this.work };
	}
}

function bareLoop(loop: () => HelperLoop) {
	return async function (this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { atOnce, inPieces, credential, names, request } = loop().parts;
		const { baseUrl } = await this.getCredentials<{ baseUrl: string }>(credential);
		const one = async (item: number): Promise<INodeExecutionData> => {
			try {
				const values = Object.fromEntries(names.map((name) => [name, this.getNodeParameter(name, item)]));
				const { path, ...options } = request(values as IDataObject);
				const answer = (await this.helpers.httpRequestWithAuthentication.call(this, credential, {
					...options,
					url: `${baseUrl}${path}`,
					json: true,
					...(inPieces && { encoding: 'stream' }),
				})) as IDataObject;
				const json = inPieces ? await parsePieces(answer as unknown as Readable) : answer;
				return { json, pairedItem: { item } };
			} catch (error) {
				if (!this.continueOnFail()) throw error;
				return { json: { error: (error as Error).message }, pairedItem: { item } };
			}
		};
		const limit = pLimit(atOnce);
		return [await Promise.all(this.getInputData().map((_, item) => limit(one, item)))];
	};
}

/** The JSON of an answer of which no more is read than our node reads. */
async function parsePieces(answer: Readable): Promise<IDataObject> {
	const text = await readPieces(answer as AsyncIterable<Uint8Array>, 64 * 1024 * 1024);
	if (text === undefined) throw new Error('The answer is too long');
	return JSON.parse(text) as IDataObject;
}

/** The same request in n8n's declarative style, which sends all items at once. */
export class DeclarativeTwin implements INodeType {
	description: INodeTypeDescription = {
		...base('Declarative Twin'),
		requestDefaults: { baseURL: '={{ $credentials.baseUrl }}' },
		properties: [
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				options: [
					{
						name: 'Create',
						value: 'create',
						routing: { request: { method: 'POST', url: '/application' } },
					},
				],
				default: 'create',
			},
			...routed,
		],
	};
}

/** `fetch` with keep-alive and without n8n: the lower bound, which no node can reach. */
export async function bareFetch(url: string, items: IDataObject[], atOnce: number): Promise<unknown[]> {
	const one = async ({ name, email, home }: IDataObject) => {
		const answer = await fetch(`${url}/movem/application`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json', 'X-Api-Key': 'key' },
			body: JSON.stringify({ name, email, property: home }),
		});
		return (await answer.json()) as unknown;
	};
	const limit = pLimit(atOnce);
	return await Promise.all(items.map((item) => limit(one, item)));
}

/** A trigger that fetches a list with n8n's helper, parses it and remembers nothing. */
export class BarePoll implements INodeType {
	description: INodeTypeDescription;

	constructor(
		private readonly credential: string,
		private readonly url: string,
	) {
		this.description = {
			...base('Bare Poll'),
			polling: true,
			inputs: [],
			credentials: [{ name: credential, required: true }],
			properties: [],
		};
	}

	poll = bareList(() => [this.credential, this.url]);
}

function bareList(what: () => [credential: string, url: string]) {
	return async function (this: IPollFunctions): Promise<null> {
		const [credential, url] = what();
		await this.helpers.httpRequestWithAuthentication.call(this, credential, { url, json: true });
		return null;
	};
}
