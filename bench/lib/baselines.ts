import {
	NodeConnectionTypes,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';
import pLimit from 'p-limit';

/** The fields of a request, the same in every variant. */
export const FIELDS = ['name', 'email', 'property'] as const;

const properties = (routed: boolean): INodeProperties[] =>
	FIELDS.map((name) => ({
		displayName: name,
		name,
		type: 'string',
		default: '',
		...(routed && { routing: { send: { type: 'body', property: name } } }),
	}));

const base = (displayName: string): Omit<INodeTypeDescription, 'properties'> => ({
	displayName,
	name: displayName.replace(/\W/g, ''),
	group: ['transform'],
	version: 1,
	description: displayName,
	defaults: { name: displayName },
	inputs: [NodeConnectionTypes.Main],
	outputs: [NodeConnectionTypes.Main],
	credentials: [{ name: 'movemApi', required: true }],
});

/**
 * n8n's request helper under p-limit and nothing else: no validation, no retry, no time limit, no error hints. It is
 * what a user would write by hand.
 */
export class HelperLoop implements INodeType {
	description: INodeTypeDescription = { ...base('Helper Loop'), properties: properties(false) };

	constructor(private readonly atOnce: number) {}

	execute = bareLoop(() => this.atOnce);
}

function bareLoop(atOnce: () => number) {
	return async function (this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { baseUrl } = await this.getCredentials<{ baseUrl: string }>('movemApi');
		const one = async (item: number): Promise<INodeExecutionData> => {
			try {
				const body = Object.fromEntries(FIELDS.map((name) => [name, this.getNodeParameter(name, item)]));
				const json = (await this.helpers.httpRequestWithAuthentication.call(this, 'movemApi', {
					method: 'POST',
					url: `${baseUrl}/application`,
					body,
					json: true,
				})) as IDataObject;
				return { json, pairedItem: { item } };
			} catch (error) {
				if (!this.continueOnFail()) throw error;
				return { json: { error: (error as Error).message }, pairedItem: { item } };
			}
		};
		const limit = pLimit(atOnce());
		return [await Promise.all(this.getInputData().map((_, item) => limit(one, item)))];
	};
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
			...properties(true),
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
