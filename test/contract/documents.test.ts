import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { readdirSync } from 'node:fs';
import { Contract } from '../../simulator/contract/contract';
import { OPENAPI_FOLDER, operationsOf, readDocument } from '../../simulator/contract/document';
import { Simulation } from '../../simulator/simulation';

type Json = Record<string, unknown>;

const FILES = readdirSync(OPENAPI_FOLDER).filter((name) => name.endsWith('.yaml'));
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

function* walk(value: unknown, at = ''): Generator<[string, Json]> {
	if (!isObject(value)) return;
	if (!Array.isArray(value)) yield [at, value];
	for (const [key, child] of Object.entries(value)) yield* walk(child, `${at}/${key}`);
}

describe.each(FILES)('openapi/%s', (file) => {
	const document = readDocument(file);
	const operations = operationsOf(document);
	const schemas = (document.components as { schemas: Record<string, Json> }).schemas;

	it('is OpenAPI 3.1 with a title, servers and a way to authenticate', () => {
		expect(document.openapi).toBe('3.1.0');
		expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
		expect(document.servers).not.toHaveLength(0);
		const schemes = Object.keys((document.components as { securitySchemes: Json }).securitySchemes);
		const used = (document.security as Json[]).flatMap((one) => Object.keys(one));
		expect(used.sort()).toEqual(schemes.sort());
	});

	it('names every operation once and tagged', () => {
		const ids = operations.map(({ operationId }) => operationId);
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids).not.toContain('undefined');
	});

	it('declares exactly the placeholders of each path', () => {
		for (const { template, parameters } of operations) {
			const placeholders = [...template.matchAll(/\{(.+?)\}/g)].map(([, name]) => name);
			const declared = parameters.filter((one) => one.in === 'path');
			expect(declared.map(({ name }) => name).sort()).toEqual(placeholders.sort());
			expect(declared.every(({ required }) => required)).toBe(true);
		}
	});

	it('has no schema with a keyword that means nothing, and none whose example breaks it', () => {
		const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allErrors: true });
		addFormats(ajv);
		ajv.addVocabulary([
			'example',
			'openapi',
			'info',
			'servers',
			'security',
			'tags',
			'paths',
			'webhooks',
			'components',
		]);
		ajv.addSchema(document, 'contract', undefined, false);
		for (const [name, schema] of Object.entries(schemas)) {
			const validate = ajv.compile({ $ref: `contract#/components/schemas/${name}` });
			if ('example' in schema)
				expect([name, validate(schema.example), validate.errors]).toEqual([name, true, null]);
		}
	});

	it('closes the body of every request it can describe', () => {
		// The documented sample of this one is cut off (The Moving Portal contract §8 no. 38).
		const open = ['updateQuoteProperty'];
		const closed = operations.filter(
			({ body, notImplemented, operationId }) => body && !notImplemented && !open.includes(operationId),
		);
		for (const { operationId } of closed) {
			const contract = new Contract(file);
			const operation = contract.operations.find((one) => one.operationId === operationId);
			if (!operation) throw new Error(operationId);
			const headers = { 'content-type': 'application/json' };
			const request = { method: operation.method, path: '/', query: new URLSearchParams(), headers };
			const { problems } = contract.parseRequest(
				operation,
				{},
				{ ...request, bodyText: '{"noSuchField":1}' },
			);
			expect(problems.map(({ field }) => field)).toContain('noSuchField');
		}
	});

	it('gives a reason in words for every operation it leaves out', () => {
		for (const { notImplemented } of operations) {
			if (notImplemented !== undefined) expect(notImplemented.split(' ').length).toBeGreaterThan(4);
		}
	});

	it('names nobody: every mail address in it is made up', () => {
		const mails = JSON.stringify(document).match(/[\w.]+@[\w.]+/g) ?? [];
		expect(mails.filter((mail) => !/@example\.test(\.nosend)?$/.test(mail))).toEqual([]);
	});

	it('refers only to what is there', () => {
		for (const [at, node] of walk(document)) {
			if (typeof node.$ref !== 'string') continue;
			const target = node.$ref.split('/').slice(1);
			const found = target.reduce<unknown>(
				(value, key) => (isObject(value) ? value[key] : undefined),
				document,
			);
			expect([at, found]).not.toEqual([at, undefined]);
		}
	});
});

it('every document is played by a partner of the same name', () => {
	const partners = new Simulation().allPartners().map(({ provider }) => provider);
	expect(partners.map((name) => `${name}.yaml`).sort()).toEqual(FILES.sort());
});

it('every operation the pack has is played', () => {
	for (const partner of new Simulation().allPartners()) {
		const wanted = partner.contract.operations.filter(({ notImplemented }) => notImplemented === undefined);
		const played = Object.keys(partner.handlers);
		expect(played).toEqual(expect.arrayContaining(wanted.map(({ operationId }) => operationId)));
		const known = partner.contract.operations.map(({ operationId }) => operationId);
		expect(known).toEqual(expect.arrayContaining(played));
	}
});
