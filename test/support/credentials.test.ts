import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { CredentialStore } from './credentialStore';
import { callListSearch, callLoadOptions } from './loadOptions';
import { runNode } from './runWorkflow';
import { KeyCredential, requesting, SampleNode, sendJson, SessionCredential, startServer } from './sample';
import type { SampleServer } from './sample';
import { testCredential } from './testCredential';

let server: SampleServer;
beforeAll(async () => (server = await startServer()));
afterAll(async () => await server.close());

describe('credentials', () => {
	it('are decrypted on every read, with defaults filled, as a fresh object', async () => {
		const read: IDataObject[] = [];
		const node = new SampleNode(async function () {
			read.push(await this.getCredentials('sampleApi'), await this.getCredentials('sampleApi'));
			return [[]];
		});
		const result = await runNode({
			node,
			credentials: { sampleApi: { baseUrl: '={{ "a" + 1 }}' } },
			credentialTypes: [new KeyCredential()],
		});
		expect(result.credentialReads).toBe(2);
		expect(read[0]).toEqual({ baseUrl: 'a1', key: 'default-key', allowedHttpRequestDomains: 'all' });
		expect(read[0]).not.toBe(read[1]);
	});

	describe('with a session token', () => {
		const run = (store: CredentialStore, extra: Partial<IHttpRequestOptions> = {}) =>
			runNode({
				node: requesting({ url: `${server.baseUrl}/x`, ...extra }),
				credentials: store,
				credentialTypes: [new SessionCredential()],
			});
		const paths = () => server.seen.map(({ path }) => path);

		beforeEach(() => {
			let logins = 0;
			server.answer((_request, response, { path, headers }) => {
				if (path === '/login') return sendJson(response, { token: `t${(logins += 1)}` });
				return sendJson(response, {}, /^Bearer t\d$/.test(headers.authorization ?? '') ? 200 : 401);
			});
		});

		it('log in when it is empty and persist it for the next run', async () => {
			const store = new CredentialStore({ sampleApi: { baseUrl: server.baseUrl } });
			expect(await run(store)).toMatchObject({ status: 'success', credentialWrites: 1 });
			expect(await run(store)).toMatchObject({ status: 'success', credentialWrites: 0 });
			expect(store.get('sampleApi')).toMatchObject({ token: 't1' });
			expect(paths()).toEqual(['/login', '/x', '/x']);
		});

		it('log in and send once more on 401', async () => {
			const store = new CredentialStore({ sampleApi: { baseUrl: server.baseUrl, token: 'stale' } });
			const result = await run(store);
			expect(result).toMatchObject({ status: 'success', storedCredentials: { sampleApi: { token: 't1' } } });
			expect(paths()).toEqual(['/x', '/login', '/x']);
		});

		it('see a 401 only when it is thrown, not when status errors are ignored', async () => {
			const store = new CredentialStore({ sampleApi: { baseUrl: server.baseUrl, token: 'stale' } });
			await run(store, { ignoreHttpStatusErrors: true, returnFullResponse: true });
			expect(paths()).toEqual(['/x']);
			await run(store, { ignoreHttpStatusErrors: { ignore: true, except: [401] }, returnFullResponse: true });
			expect(paths()).toEqual(['/x', '/x', '/login', '/x']);
		});
	});
});

describe('the editor', () => {
	it('tests a credential by its request and rules', async () => {
		const type = new KeyCredential();
		const data = { baseUrl: server.baseUrl, key: 'k' };
		const answers: Array<[number, IDataObject, string]> = [
			[200, {}, 'Connection successful!'],
			[200, { status: 'denied' }, 'The key was denied'],
			[403, {}, 'This key may not read'],
			[404, {}, 'Not Found'],
		];
		for (const [status, body, message] of answers) {
			server.answer((_request, response) => sendJson(response, body, status));
			expect((await testCredential(type, data)).message).toBe(message);
			expect(server.seen[0]).toMatchObject({ path: '/me', headers: { 'x-key': 'k' } });
		}
		expect((await testCredential(type, { baseUrl: 'http://127.0.0.1:1' })).message).toBe('ECONNREFUSED');
	});

	it('fills dropdowns and pickers', async () => {
		const node = new SampleNode(async () => [[]], {
			loadOptions: {
				async keys() {
					return [
						{
							name: String((await this.getCredentials('sampleApi')).key),
							value: this.getCurrentNodeParameter('name') as string,
						},
					];
				},
			},
			listSearch: {
				async find(filter, token) {
					return { results: [{ name: filter ?? '', value: token ?? '' }] };
				},
			},
		});
		const call = {
			credentials: { sampleApi: {} },
			credentialTypes: [new KeyCredential()],
			currentParameters: { name: 'ann' },
		};
		expect(await callLoadOptions(node, 'keys', call)).toEqual([{ name: 'default-key', value: 'ann' }]);
		expect(await callListSearch(node, 'find', { ...call, filter: 'a', paginationToken: '2' })).toEqual({
			results: [{ name: 'a', value: '2' }],
		});
	});
});
