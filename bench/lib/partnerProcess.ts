import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { fakeLead } from '../../simulator/partners/mymove/fakeData';
import { hostileAnswers, TOKEN } from './hostileAnswers';
import type { PartnerBehaviour, RequestCounts } from './partner';

/** Half an hour ago, because triggers that poll overlapping time spans remember only entries of the last hour. */
const START = Date.now() - 1_800_000;

const many = <T>(count: number, one: (n: number) => T) => Array.from({ length: count }, (_, n) => one(n));
const id = (n: number) => `0c6c1d2e-1111-11e9-8aaa-${String(n).padStart(12, '0')}`;
const time = (n: number) => new Date(START + n * 100).toISOString();

const application = (n: number, status = 'REQUESTED') => ({
	id: id(n),
	reference_id: null,
	status,
	name: `Tenant ${n}`,
	property: '9 Larch Row',
	email: `tenant.${n}@example.test`,
	token: `invitation-${n}`,
	link: `https://movem.example.test/invite/${n}`,
	created_at: time(n).slice(0, 19).replace('T', ' '),
});
const check = (n: number) => ({
	tenant_name: `Kari Eksempel ${n}`,
	approved: n % 3 > 0,
	valid_until: Math.floor(START / 1000) + n,
	max_rent: 9000 + n,
	avg_wage: 30_000,
	current_rent: 8000,
});
const notification = (n: number) => ({
	notificationTypeCode: 'NOTE',
	notificationTypeDescription: 'A note was added',
	createdTimestamp: time(n).replace('Z', '0000Z'),
	text: `Note ${n}`,
});

/** The answer of each path; the argument is the number of entries in its lists. */
const ANSWERS: Array<[RegExp, (entries: number) => unknown]> = [
	[/^\/movem\/application$/, () => application(1)],
	[/^\/movem\/application\/[^/]+$/, () => application(1)],
	[/^\/moving-portal\/referral$/, () => ({ success: true, reference: 'TMP1' })],
	[/^\/movem\/application\/$/, (entries) => many(entries, (n) => application(n))],
	// Half of them are finished; the trigger remembers those in another way.
	[
		/^\/movem-finished\/application\/$/,
		(entries) => many(entries, (n) => application(n, n % 2 ? 'COMPLETED' : 'REQUESTED')),
	],
	[
		/^\/mymove\/v2\/clients\//,
		(entries) => ({ leads: many(entries, (n) => fakeLead(1, n, START + n * 10)) }),
	],
	[/^\/sprove\/auth/, () => ({ token: TOKEN })],
	[/^\/sprove\/properties\/[^/]+\/checks/, (entries) => ({ checks: many(entries, check) })],
	[
		/^\/moving-portal\/instructions\/notifications/,
		() => [{ tmpReference: 'TMP1', uniqueIntegrationReference: 'one' }],
	],
	[/^\/moving-portal\/instruction\/[^/]+\/notifications/, (entries) => many(entries, notification)],
	[/^\/moving-portal\/instruction\/[^/]+\/processed/, () => ({})],
	[
		/^\/items$/,
		(entries) =>
			many(entries, (n) => ({
				id: id(n),
				name: `Tenant ${n}`,
				email: `tenant.${n}@example.test`,
				home: '9 Larch Row',
				fee: 600 + n,
				reference: `I-${n}`,
			})),
	],
];

type Optional = 'limit' | 'hostile';
let behaviour: Required<Omit<PartnerBehaviour, Optional>> & Pick<PartnerBehaviour, Optional> = {
	latency: 0,
	entries: 0,
};
let counts: RequestCounts = { requests: 0, refused: 0, mostInFlight: 0 };
let hostile: ((response: ServerResponse) => void) | undefined;
let inFlight = 0;
let recent: number[] = [];
const bodyCache = new Map<string, Buffer>();

function bodyOf(path: string): Buffer {
	const known = bodyCache.get(path);
	if (known) return known;
	const answer = ANSWERS.find(([pattern]) => pattern.test(path))?.[1] ?? (() => ({}));
	const body = Buffer.from(JSON.stringify(answer(behaviour.entries)));
	bodyCache.set(path, body);
	return body;
}

function exceedsLimit({ limit }: PartnerBehaviour): boolean {
	if (!limit) return false;
	if (inFlight > limit.inFlight) return true;
	const now = performance.now();
	recent = recent.filter((at) => now - at < 1000);
	if (recent.length >= limit.perSecond) return true;
	recent.push(now);
	return false;
}

function send(response: ServerResponse, status: number, body: Buffer, headers = {}): void {
	response.writeHead(status, {
		'Content-Type': 'application/json',
		'Content-Length': body.length,
		...headers,
	});
	response.end(body);
}

const server = createServer((request, response) => {
	counts.requests++;
	counts.mostInFlight = Math.max(counts.mostInFlight, ++inFlight);
	const isLimited = exceedsLimit(behaviour);
	if (isLimited) counts.refused++;
	const answer = () => {
		inFlight--;
		if (isLimited)
			send(response, 429, Buffer.from('{"message":"Too many requests"}'), { 'Retry-After': '1' });
		else if (hostile && !request.url?.startsWith('/sprove/auth')) hostile(response);
		else send(response, 200, bodyOf((request.url ?? '').split('?')[0] ?? ''));
	};
	request.resume();
	request.once('end', () => (behaviour.latency > 0 ? setTimeout(answer, behaviour.latency) : answer()));
});
// A large backlog, because a refused connection would spoil the measurement.
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () =>
	process.send?.({ port: (server.address() as AddressInfo).port }),
);

process.on('message', (next: PartnerBehaviour) => {
	behaviour = { latency: 0, entries: 0, ...next };
	hostile = next.hostile && hostileAnswers(next.hostile.sizes)[next.hostile.answer];
	bodyCache.clear();
	recent = [];
	const before = counts;
	counts = { requests: 0, refused: 0, mostInFlight: 0 };
	process.send?.(before);
});
process.on('disconnect', () => process.exit(0));
