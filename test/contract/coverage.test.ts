import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';

import type { Resources } from '../../nodes/shared/operation';
import { nodes, partners } from '../support/pack';

const folder = join(__dirname, '../../openapi');
const resourcesByPrefix: Record<string, Resources> = Object.fromEntries(
	Object.values(partners).map(({ prefix, resources }) => [prefix, resources]),
);

interface Documented {
	operationId: string;
	/** Type name of the credential that sends this request for the nodes. */
	'x-credential'?: string;
	/** Name of the trigger that sends this request. */
	'x-trigger'?: string;
	/** The reason, in words, why the pack leaves it out. */
	'x-not-implemented'?: string;
}

/** The requests that a partner takes, and those that it sends by itself. */
function documented(partner: string, part: 'paths' | 'webhooks' = 'paths'): Documented[] {
	const document = parse(readFileSync(join(folder, `${partner}.yaml`), 'utf8')) as Partial<
		Record<typeof part, Record<string, Record<string, Documented>>>
	>;
	return Object.values(document[part] ?? {}).flatMap((path) =>
		Object.values(path).filter((operation) => operation.operationId),
	);
}

const contractsOf = (resources: Resources) =>
	Object.values(resources).flatMap(({ operations }) =>
		Object.values(operations).map(({ contract }) => contract),
	);

/** The `operationId` of every operation file that sends one request. */
const claimed = (resources: Resources) =>
	contractsOf(resources).filter((contract) => typeof contract === 'string');

const documents = readdirSync(folder)
	.filter((file) => file.endsWith('.yaml'))
	.map((file) => basename(file, '.yaml'));

it('has a node for every contract and a contract for every node', () => {
	expect(documents.sort()).toEqual(Object.keys(resourcesByPrefix).sort());
});

describe.each(documents)('%s', (partner) => {
	const claims = claimed(resourcesByPrefix[partner] ?? {});
	const credentials = Object.values(partners).map(({ credential }) => credential);

	it('claims no operation twice and none that is not documented', () => {
		expect(new Set(claims).size).toBe(claims.length);
		const ids = documented(partner).map(({ operationId }) => operationId);
		expect(claims.filter((claim) => !ids.includes(claim))).toEqual([]);
	});

	const parts = contractsOf(resourcesByPrefix[partner] ?? {})
		.filter((contract) => typeof contract !== 'string')
		.flat();

	it('makes operations of several requests only of those that are documented', () => {
		const ids = documented(partner).map(({ operationId }) => operationId);
		expect(parts.filter((part) => !ids.includes(part))).toEqual([]);
	});

	it.each(documented(partner).map((operation) => [operation.operationId, operation] as const))(
		'%s is sent by an operation, a credential or a trigger, or its absence has a reason',
		(operationId, operation) => {
			const credential = operation['x-credential'];
			if (credential !== undefined) expect(credentials).toContain(credential);
			const trigger = operation['x-trigger'];
			if (trigger !== undefined) expect(Object.keys(nodes)).toContain(trigger);
			const reason = operation['x-not-implemented'];
			if (reason !== undefined) expect(reason.split(' ').length).toBeGreaterThan(3);
			const isSent =
				[...claims, ...parts].includes(operationId) || credential !== undefined || trigger !== undefined;
			expect({ isSent, isLeftOut: reason !== undefined }).toEqual({ isSent, isLeftOut: !isSent });
		},
	);
});

it.each(
	documents.flatMap((partner) =>
		documented(partner, 'webhooks').map((call) => [partner, call.operationId, call] as const),
	),
)('%s: %s, which the partner sends, starts a trigger, or its absence has a reason', (_, __, call) => {
	const { 'x-trigger': trigger, 'x-not-implemented': reason } = call;
	expect([trigger, reason].filter((one) => one !== undefined)).toHaveLength(1);
	if (trigger !== undefined) expect(Object.keys(nodes)).toContain(trigger);
	if (reason !== undefined) expect(reason.split(' ').length).toBeGreaterThan(3);
});

/** What the partners’ own documents describe; everything else in openapi/ comes from other sources. */
const DOCUMENTED: Record<string, string> = {
	movem: 'createApplication getApplication updateApplication deleteApplication listApplications getCredits',
	mymove: 'findLeads',
	'moving-portal': 'createReferral referralExists',
	smartmove:
		'createApplication createApplicationNative deleteApplicant addApplicant getApplication listApplications cancelApplication getReportUrl getReportStatus',
	sprove: 'createToken listProperties createProperty getProperty updateProperty deleteProperty listChecks',
};

it('fulfils all twenty-five endpoints of the partners’ own documents', () => {
	const endpoints = Object.entries(DOCUMENTED).flatMap(([partner, ids]) =>
		ids.split(' ').map((id) => [partner, id] as const),
	);
	expect(endpoints).toHaveLength(25);
	const fulfilled = ([partner, id]: readonly [string, string]) =>
		claimed(resourcesByPrefix[partner] ?? {}).includes(id) ||
		documented(partner).some(
			({ operationId, 'x-credential': credential }) => operationId === id && credential !== undefined,
		);
	expect(endpoints.filter((endpoint) => !fulfilled(endpoint))).toEqual([]);
});
