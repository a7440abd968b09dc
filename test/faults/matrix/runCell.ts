import type { IDataObject } from 'n8n-workflow';

import { jsonOf, pairing, type SimulatorRun } from '../../support/useSimulator';
import { until } from '../../support/runAcme';
import { waits } from '../../support/fastTimers';
import type { Explained } from './document';
import type { Row } from './rows';
import type { FaultSetup } from './stagings';

/**
 * Runs a cell of the matrix with two items, one after the other; the second meets the fault. A login comes before all
 * items, so there is one item only, as with an operation that takes only one.
 *
 * @returns the content of the cell, e.g. `unsure 1+`
 */
export async function runCell(
	bench: SimulatorRun,
	row: Row,
	setup: FaultSetup,
	explained: Explained,
): Promise<string> {
	const { operation, operationId } = row;
	const before = operationId === operation.operationId && !operation.single ? 1 : 0;
	const items = operation.items(bench.control, before + 1);
	// Half of a bare number is still a number, and cannot be told from the whole.
	bench.control.smartMove.setSwitches({ applicationIdAs: 'object' });
	if (setup.fault) bench.control.faults.add({ ...setup.fault, operationId, skip: before });
	waits.reset();

	const stop = new AbortController();
	const own = (operation.parameters.requestOptions ?? {}) as IDataObject;
	const running = bench.run(
		operation.partner,
		{
			...operation.parameters,
			...row.parameters,
			requestOptions: { ...own, concurrency: 1, ...setup.options },
		} as typeof operation.parameters,
		items,
		{
			onError: 'continueErrorOutput',
			signal: stop.signal,
			credential: { ...row.credential, ...(setup.baseUrl && { baseUrl: setup.baseUrl }) },
		},
	);
	if (setup.cancelled) {
		await until(() => bench.arrived(operationId).length === before + 1);
		stop.abort();
	}
	const result = await running;

	const partners = bench.control.state().partners;
	const done = items.map((item) => operation.effect?.(partners, item));
	const hit = items[before]!;
	if (before > 0 && !setup.baseUrl) {
		// The item before the fault is not affected by it.
		expect(operation.belongs(result.output[0]!.json, items[0]!)).toBe(true);
		expect(done[0] ?? 1).toBe(1);
	}
	expect([0, 1, undefined]).toContain(done[before]);
	if (row.name === 'movem application create')
		expect(100 - partners.movem.credits).toBe(partners.movem.applications.length);
	if (setup.asks) {
		expect(waits.asked).toHaveLength(1);
		expect(waits.asked[0]).toBeGreaterThanOrEqual(setup.asks[0]);
		expect(waits.asked[0]).toBeLessThanOrEqual(setup.asks[1]);
	}
	// Three retries for each item; an operation that polls until its time limit makes them at every poll.
	if (setup.baseUrl && operation.writes) expect(waits.ownCount).toBe(3 * items.length);
	else if (setup.baseUrl) expect(waits.ownCount % (3 * items.length)).toBe(0);

	const sign = done[before] === undefined ? '' : done[before] === 1 ? '+' : '-';
	const arrived = bench.arrived(operationId).length - (setup.baseUrl ? 0 : before);
	return `${outcome()} ${arrived}${sign}`;

	function outcome(): 'ok' | 'found' | 'no' | 'unsure' | 'ends' {
		const ok = result.output.find((_, i) => pairing(result.output)[i] === before)?.json;
		const failed = result.errorOutput.find((_, i) => pairing(result.errorOutput)[i] === before)?.json;
		if (setup.cancelled) {
			expect({ ok, failed, status: result.status }).toEqual({ status: 'canceled' });
			// The run was over before the partner answered.
			expect(bench.arrived(operationId).at(-1)?.status).toBeNull();
			return 'ends';
		}
		expect(jsonOf([...result.output, ...result.errorOutput])).toHaveLength(items.length);
		if (ok) {
			// A request after the create means that the item was found by searching.
			const isFound =
				ok.alreadyExisted === false && bench.arrived().at(-1)?.operationId !== operation.operationId;
			// A referral that was found has no TMP reference.
			expect(operation.belongs(isFound ? { ...ok, reference: ok.reference ?? 'TMP1' } : ok, hit)).toBe(true);
			return isFound ? 'found' : 'ok';
		}
		expect(failed).toMatchObject(hit);
		const { error, details } = failed as { error: string; details: IDataObject };
		expect(error.includes(`[item ${before}]`)).toBe(items.length > 1);
		if (!explained.says.some((text) => error.includes(text)))
			throw new Error(
				`docs/faults.md explains this fault by “${explained.says.join('” or “')}”, not: ${error}`,
			);
		expect(String(details.httpCode ?? 'none')).toMatch(explained.httpCode);
		return details.mayHaveHappened ? 'unsure' : 'no';
	}
}
