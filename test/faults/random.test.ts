import { writeFileSync } from 'node:fs';

import { useSimulator } from '../operations/support';
import { startServer } from '../support/sample';
import * as Quick from './quick';
import { brokenIn, tableOf } from './random/figures';
import { playMany } from './random/run';

jest.mock('../../nodes/shared/retry', () =>
	jest.requireActual<typeof Quick>('./quick').quickRetry(jest.requireActual('../../nodes/shared/retry')),
);
jest.mock('../../nodes/shared/pace', () =>
	jest.requireActual<typeof Quick>('./quick').quickPace(jest.requireActual('../../nodes/shared/pace')),
);
jest.mock('../../nodes/shared/deadline', () =>
	jest
		.requireActual<typeof Quick>('./quick')
		.quickDeadline(jest.requireActual('../../nodes/shared/deadline'), 20),
);

jest.mock('../../nodes/shared/wait', () =>
	jest.requireActual<typeof Quick>('./quick').quickWait(jest.requireActual('../../nodes/shared/wait')),
);

/** `npm run test:faults` asks for more, and for the table. */
const { FAULT_RUNS: runs = '200', FAULT_SEED: seed = '1', FAULT_TABLE: table } = process.env;
const bench = useSimulator();
beforeAll(Quick.askNoResolver);
afterAll(() => jest.restoreAllMocks());

it(
	`${runs} executions with faults at random lose, repeat, hang, leak and tell nothing`,
	async () => {
		const elsewhere = await startServer();
		const began = Date.now();
		const { figures, broken } = await playMany(
			{ url: bench.url, control: bench.control, elsewhere },
			Number(runs),
			Number(seed),
		);
		await elsewhere.close();
		if (table) writeFileSync(table, `${tableOf(figures, Math.round((Date.now() - began) / 1000))}\n`);
		// The first few are enough to look at.
		expect(broken.slice(0, 3)).toEqual([]);
		expect(brokenIn(figures)).toEqual([]);
		// Nothing is proved where nothing goes wrong.
		const met = Object.values(figures.faults).reduce((sum, one) => sum + one, 0);
		expect(met).toBeGreaterThan(figures.runs);
	},
	120_000 + Number(runs) * 1000,
);
