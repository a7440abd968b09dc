import './environment';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	IAuthenticate,
	IAuthenticateRuleResponseCode,
	IAuthenticateRuleResponseSuccessBody,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

/** A node whose `execute` is a function of the test. */
export class SampleNode implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sample',
		name: 'sample',
		group: ['transform'],
		version: 1,
		description: 'For tests',
		defaults: { name: 'Sample' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'sampleApi' }],
		properties: [
			{ displayName: 'Name', name: 'name', type: 'string', default: 'nobody' },
			{ displayName: 'Must', name: 'must', type: 'string', required: true, default: 'filled' },
		],
	};

	execute: INodeType['execute'];

	constructor(
		execute: (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>,
		public methods: INodeType['methods'] = {},
	) {
		this.execute = execute;
	}
}

/** A node that sends one authenticated request per run and returns the response. */
export function requesting(options: IHttpRequestOptions): SampleNode {
	return new SampleNode(async function () {
		// A copy, because n8n writes the credential's headers into the options.
		const request = { ...options, headers: { ...options.headers } };
		const answer: unknown = await this.helpers.httpRequestWithAuthentication.call(this, 'sampleApi', request);
		return [[{ json: { answer } as IDataObject, pairedItem: { item: 0 } }]];
	});
}

/** An API key sent by a generic `authenticate` block. */
export class KeyCredential implements ICredentialType {
	name = 'sampleApi';
	displayName = 'Sample API';
	properties: INodeProperties[] = [
		{ displayName: 'Base URL', name: 'baseUrl', type: 'string', default: '' },
		{
			displayName: 'Key',
			name: 'key',
			type: 'string',
			typeOptions: { password: true },
			default: 'default-key',
		},
	];
	authenticate: IAuthenticate;
	test: ICredentialTestRequest;

	constructor(headers: Record<string, string> = { 'X-Key': '={{$credentials.key}}' }) {
		this.authenticate = { type: 'generic', properties: { headers } };
		// n8n’s type allows rules of one kind only, though its tester takes both together.
		const onSuccess: IAuthenticateRuleResponseSuccessBody = {
			type: 'responseSuccessBody',
			properties: { key: 'status', value: 'denied', message: 'The key was denied' },
		};
		const onStatus: IAuthenticateRuleResponseCode = {
			type: 'responseCode',
			properties: { value: 403, message: 'This key may not read' },
		};
		this.test = {
			request: { baseURL: '={{$credentials.baseUrl}}', url: '/me' },
			rules: [onStatus, onSuccess] as ICredentialTestRequest['rules'],
		};
	}
}

/** A session token that a login fills in. */
export class SessionCredential implements ICredentialType {
	name = 'sampleApi';
	displayName = 'Sample API';
	properties: INodeProperties[] = [
		{ displayName: 'Base URL', name: 'baseUrl', type: 'string', default: '' },
		{ displayName: 'Token', name: 'token', type: 'hidden', typeOptions: { expirable: true }, default: '' },
	];

	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		const answer = (await this.helpers.httpRequest({
			method: 'POST',
			baseURL: String(credentials.baseUrl),
			url: '/login',
			json: true,
		})) as { token: string };
		return { token: answer.token };
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return {
			...request,
			headers: { ...request.headers, Authorization: `Bearer ${String(credentials.token)}` },
		};
	}
}

/** One request as the sample server received it. */
export interface Seen {
	method: string;
	path: string;
	headers: IncomingHttpHeaders;
	body: string;
}

export type Handler = (request: IncomingMessage, response: ServerResponse, seen: Seen) => void;

/** A local HTTP server that records requests. */
export interface SampleServer {
	baseUrl: string;
	seen: Seen[];
	answer(handler: Handler): void;
	close(): Promise<void>;
}

/** Starts a server on a free port of 127.0.0.1. */
export async function startServer(): Promise<SampleServer> {
	const seen: Seen[] = [];
	let handler: Handler = (_request, response) => sendJson(response, { ok: true });
	const server = createServer((request, response) => {
		let body = '';
		request.on('data', (chunk: Buffer) => (body += chunk.toString()));
		request.on('end', () => {
			const entry = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
			seen.push(entry);
			handler(request, response, entry);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		seen,
		answer: (next) => {
			handler = next;
			seen.length = 0;
		},
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
	response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
