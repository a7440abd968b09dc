import type { IDataObject } from 'n8n-workflow';

import type { FaultSpec } from '../../../simulator/http/server';
import { jsonOf, pairing, type SimulatorRun } from '../../support/useSimulator';
import { EFFECTS } from '../effects';
import { closedPort, until } from '../../support/runAcme';
import { waits } from '../../support/fastTimers';
import type { Explained } from './document';
import type { Row } from './rows';

/** How a fault is brought about. */
interface Staging {
	/** What the simulator does to the request; without it the partner cannot be reached at all. */
	fault?: FaultSpec;
	/** Where the partner is looked for instead. */
	baseUrl?: string;
	/** Pieces of Request Options. */
	options?: IDataObject;
	/** The user presses Stop as soon as the request has arrived. */
	cancelled?: true;
	/** Bounds of what the partner asks to wait, in milliseconds. */
	asks?: [number, number];
}

/** Longer than any test. */
const ENDLESS = 20_000;
/** Seconds; the tests let them pass more quickly. */
const IMPATIENT = { timeout: 2 };

/** The columns of the matrix. `elsewhere` is another host. */
export const STAGINGS: Record<string, (elsewhere: string) => Staging | Promise<Staging>> = {
	'429 s': () => ({ fault: { kind: 'tooManyRequests', retryAfterSeconds: 30 }, asks: [30_000, 30_000] }),
	'429 date': () => ({
		fault: { kind: 'tooManyRequests', retryAfterSeconds: 30, as: 'date' },
		// A date has no milliseconds.
		asks: [25_000, 30_000],
	}),
	'HTTP 500': () => ({ fault: { kind: 'status', status: 500, body: {} } }),
	'HTTP 503': () => ({ fault: { kind: 'status', status: 503, body: {} } }),
	DNS: () => ({ baseUrl: 'http://no-such-host.invalid' }),
	refused: async () => ({ baseUrl: `http://127.0.0.1:${await closedPort()}` }),
	'reset before': () => ({ fault: { kind: 'dropBefore' } }),
	'reset after': () => ({ fault: { kind: 'dropAfter' } }),
	'time-out': () => ({ fault: { kind: 'latency', ms: ENDLESS }, options: IMPATIENT }),
	'slow drip': () => ({ fault: { kind: 'drip', overMs: ENDLESS, pieces: 200 }, options: IMPATIENT }),
	'cut off': () => ({ fault: { kind: 'breakOff' } }),
	'half JSON': () => ({ fault: { kind: 'malformed' } }),
	empty: () => ({ fault: { kind: 'empty' } }),
	page: () => ({ fault: { kind: 'html', status: 200 } }),
	'401 once': () => ({ fault: { kind: 'wrongCredentials' } }),
	'401 always': () => ({ fault: { kind: 'wrongCredentials', times: -1 } }),
	redirect: (elsewhere) => ({ fault: { kind: 'redirect', location: `${elsewhere}/catch`, times: -1 } }),
	cancel: () => ({ fault: { kind: 'latency', ms: ENDLESS }, cancelled: true }),
};

/**
 * Plays a cell of the matrix: two items, one after the other, of which the second meets the fault. A login stands
 * before all items, so there the only item meets it, as it does where an operation takes one only.
 *
 * @returns the cell as it turned out, e.g. `unsure 1+`
 */
export async function runCell(
	bench: SimulatorRun,
	row: Row,
	staging: Staging,
	explained: Explained,
): Promise<string> {
	const { operation, operationId } = row;
	const before = operationId === operation.operationId && !operation.single ? 1 : 0;
	const items = operation.items(bench.control, before + 1);
	// Half of a bare number is a number, which nobody can tell from the whole.
	bench.control.smartMove.setSwitches({ applicationIdAs: 'object' });
	if (staging.fault) bench.control.faults.add({ ...staging.fault, operationId, skip: before });
	waits.reset();

	const stop = new AbortController();
	const own = (operation.parameters.requestOptions ?? {}) as IDataObject;
	const running = bench.run(
		operation.partner,
		{
			...operation.parameters,
			...row.parameters,
			requestOptions: { ...own, concurrency: 1, ...staging.options },
		} as typeof operation.parameters,
		items,
		{
			onError: 'continueErrorOutput',
			signal: stop.signal,
			credential: { ...row.credential, ...(staging.baseUrl && { baseUrl: staging.baseUrl }) },
		},
	);
	if (staging.cancelled) {
		await until(() => bench.arrived(operationId).length === before + 1);
		stop.abort();
	}
	const result = await running;

	const partners = bench.control.state().partners;
	const done = items.map((item) => EFFECTS[row.name]?.(partners, item));
	const hit = items[before]!;
	if (before > 0 && !staging.baseUrl) {
		// What came before the fault is not touched by it.
		expect(operation.belongs(result.output[0]!.json, items[0]!)).toBe(true);
		expect(done[0] ?? 1).toBe(1);
	}
	expect(row.name in EFFECTS).toBe(row.writes);
	expect([0, 1, undefined]).toContain(done[before]);
	if (row.name === 'movem application create')
		expect(100 - partners.movem.credits).toBe(partners.movem.applications.length);
	if (staging.asks) {
		expect(waits.asked).toHaveLength(1);
		expect(waits.asked[0]).toBeGreaterThanOrEqual(staging.asks[0]);
		expect(waits.asked[0]).toBeLessThanOrEqual(staging.asks[1]);
	}
	// As often as Retries say, for each item; and for each question of one that asks until its time is up.
	if (staging.baseUrl && row.writes) expect(waits.ownCount).toBe(3 * items.length);
	else if (staging.baseUrl) expect(waits.ownCount % (3 * items.length)).toBe(0);

	const sign = done[before] === undefined ? '' : done[before] === 1 ? '+' : '-';
	const arrived = bench.arrived(operationId).length - (staging.baseUrl ? 0 : before);
	return `${outcome()} ${arrived}${sign}`;

	function outcome(): 'ok' | 'found' | 'no' | 'unsure' | 'ends' {
		const ok = result.output.find((_, i) => pairing(result.output)[i] === before)?.json;
		const failed = result.errorOutput.find((_, i) => pairing(result.errorOutput)[i] === before)?.json;
		if (staging.cancelled) {
			expect({ ok, failed, status: result.status }).toEqual({ status: 'canceled' });
			// The run was over before the partner answered.
			expect(bench.arrived(operationId).at(-1)?.status).toBeNull();
			return 'ends';
		}
		expect(jsonOf([...result.output, ...result.errorOutput])).toHaveLength(items.length);
		if (ok) {
			// What is looked for after it was sent was sent before.
			const isFound =
				ok.alreadyExisted === false && bench.arrived().at(-1)?.operationId !== operation.operationId;
			// A referral that was found has no reference of the partner's.
			expect(operation.belongs(isFound ? { ...ok, reference: ok.reference ?? 'TMP1' } : ok, hit)).toBe(true);
			return isFound ? 'found' : 'ok';
		}
		expect(failed).toMatchObject(hit);
		const { error, details } = failed as { error: string; details: IDataObject };
		expect(error).toContain(`[item ${before}]`);
		expect(explained.says.filter((text) => error.includes(text))).not.toEqual([]);
		expect(String(details.httpCode ?? 'none')).toMatch(explained.httpCode);
		return details.mayHaveHappened ? 'unsure' : 'no';
	}
}
