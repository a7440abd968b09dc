import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';

import { fakeLead } from '../../simulator/partners/mymove/fakeData';

/** The token that the bare partner gives at its login. */
export const TOKEN = 'token-of-the-bench';

const MB = 1024 * 1024;

/** How large the answers are; in a smoke run tiny. */
export interface Sizes {
	/** Bytes of the answers that are longer than any that a node accepts, and of the clean one beside them. */
	tooLong: number;
	accepted: number;
	tokenList: number;
	fieldErrors: number;
	leads: number;
}

export const FULL: Sizes = {
	tooLong: 1024 * MB,
	accepted: 60 * MB,
	tokenList: 16 * MB,
	fieldErrors: 100_000,
	leads: 100_000,
};

export const SMALL: Sizes = {
	tooLong: 80 * MB,
	accepted: MB,
	tokenList: MB / 16,
	fieldErrors: 100,
	leads: 100,
};

/** Checks of a property whose names fill the list up to a size. */
function checkList(bytes: number, name: string): string {
	const check = JSON.stringify({
		tenant_name: name,
		approved: true,
		valid_until: 1_700_000_000,
		max_rent: 9000,
		avg_wage: 30_000,
		current_rent: 8000,
	});
	return `{"checks":[${Array<string>(Math.ceil(bytes / check.length))
		.fill(check)
		.join(',')}]}`;
}

/** A refusal of a hundred thousand fields, each with its own sentence. */
function fieldErrors(count: number): string {
	const errors = Array.from({ length: count }, (_, n) => [`Field${n}`, ['The value is not valid here.']]);
	return JSON.stringify({
		title: 'One or more validation errors occurred.',
		errors: Object.fromEntries(errors),
	});
}

function* endless(piece: Buffer, bytes = Infinity): Generator<Buffer> {
	for (let sent = 0; sent < bytes; sent += piece.length) yield piece;
}

/** A list of leads that does not end; each piece is a whole lead. */
const LEADS_START = Buffer.from('{"leads":[');
const LEAD = Buffer.from(`${JSON.stringify(fakeLead(1, 1, 1_700_000_000_000))},`);
const MANY_LEADS = Buffer.concat(Array.from({ length: 100 }, () => LEAD));

function* leads(bytes: number): Generator<Buffer> {
	yield LEADS_START;
	yield* endless(MANY_LEADS, bytes);
	yield Buffer.concat([LEAD.subarray(0, -1), Buffer.from(']}')]);
}

const json = { 'Content-Type': 'application/json' };

/** What the partner answers in each case. A body is made once and kept, so that only sending it costs time. */
export function hostileAnswers(sizes: Sizes) {
	const kept = new Map<string, string>();
	const text = (name: string, make: () => string) => {
		if (!kept.has(name)) kept.set(name, make());
		return kept.get(name)!;
	};
	return {
		gzipBomb(response: ServerResponse) {
			response.writeHead(200, { ...json, 'Content-Encoding': 'gzip' });
			Readable.from(endless(Buffer.alloc(MB, ' '), sizes.tooLong))
				.pipe(createGzip())
				.pipe(response);
		},
		endless(response: ServerResponse) {
			response.writeHead(200, json);
			Readable.from(leads(Infinity)).pipe(response);
		},
		accepted(response: ServerResponse) {
			response.writeHead(200, json);
			Readable.from(leads(sizes.accepted)).pipe(response);
		},
		tokens(response: ServerResponse) {
			response.writeHead(200, json);
			response.end(text('tokens', () => checkList(sizes.tokenList, `Kari ${TOKEN}`)));
		},
		noTokens(response: ServerResponse) {
			response.writeHead(200, json);
			response.end(text('noTokens', () => checkList(sizes.tokenList, `Kari ${TOKEN.toUpperCase()}`)));
		},
		fieldErrors(response: ServerResponse) {
			response.writeHead(400, json);
			response.end(text('fieldErrors', () => fieldErrors(sizes.fieldErrors)));
		},
		noFieldErrors(response: ServerResponse) {
			response.writeHead(200, json);
			response.end(text('fieldErrors', () => fieldErrors(sizes.fieldErrors)));
		},
		leads(response: ServerResponse) {
			response.writeHead(200, json);
			response.end(
				text('leads', () =>
					JSON.stringify({
						leads: Array.from({ length: sizes.leads }, (_, n) => fakeLead(1, n, 1_700_000_000_000 + n)),
					}),
				),
			);
		},
	};
}

export type HostileAnswer = keyof ReturnType<typeof hostileAnswers>;
