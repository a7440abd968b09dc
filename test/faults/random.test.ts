import { writeFileSync } from 'node:fs';

import { useSimulator } from '../support/useSimulator';
import { startServer } from '../support/sample';
import * as Quick from '../support/fastTimers';
import { brokenIn, tableOf } from './random/stats';
import { runMany } from './random/run';

jest.mock('../../nodes/shared/http/retry', () =>
	jest
		.requireActual<typeof Quick>('../support/fastTimers')
		.quickRetry(jest.requireActual('../../nodes/shared/http/retry')),
);
jest.mock('../../nodes/shared/http/rateLimiter', () =>
	jest
		.requireActual<typeof Quick>('../support/fastTimers')
		.quickRateLimiter(jest.requireActual('../../nodes/shared/http/rateLimiter')),
);
jest.mock('../../nodes/shared/http/timeLimit', () =>
	jest
		.requireActual<typeof Quick>('../support/fastTimers')
		.quickTimeLimit(jest.requireActual('../../nodes/shared/http/timeLimit'), 20),
);

jest.mock('../../nodes/shared/execution/waiting', () =>
	jest
		.requireActual<typeof Quick>('../support/fastTimers')
		.quickWait(jest.requireActual('../../nodes/shared/execution/waiting'), 300),
);

/** Set by `npm run test:faults` for more runs, and for the table. */
const { FAULT_RUNS: runs = '200', FAULT_SEED: seed = '1', FAULT_TABLE: table } = process.env;
const bench = useSimulator();
beforeAll(Quick.askNoResolver);
afterAll(() => jest.restoreAllMocks());

it(
	`${runs} executions with faults at random lose, repeat, hang, leak and tell nothing`,
	async () => {
		const elsewhere = await startServer();
		const began = Date.now();
		const { figures, broken } = await runMany(
			{ url: bench.url, control: bench.control, elsewhere },
			Number(runs),
			Number(seed),
		);
		await elsewhere.close();
		if (table) writeFileSync(table, `${tableOf(figures, Math.round((Date.now() - began) / 1000))}\n`);
		// The first few are enough to look at.
		expect(broken.slice(0, 3)).toEqual([]);
		expect(brokenIn(figures)).toEqual([]);
		// Runs without a fault would prove nothing.
		const met = Object.values(figures.faults).reduce((sum, one) => sum + one, 0);
		expect(met).toBeGreaterThan(figures.runs);
	},
	120_000 + Number(runs) * 1000,
);
