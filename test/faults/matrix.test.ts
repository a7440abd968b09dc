import { useSimulator } from '../support/useSimulator';
import { OPERATIONS } from '../operations/cases';
import { startServer, type SampleServer } from '../support/sample';
import { readDocument } from './matrix/document';
import { runCell, STAGINGS } from './matrix/runCell';
import { rowOf, TITLES } from './matrix/rows';
import * as Quick from '../support/fastTimers';

jest.mock('../../nodes/shared/http/retry', () =>
	jest
		.requireActual<typeof Quick>('../support/fastTimers')
		.quickRetry(jest.requireActual('../../nodes/shared/http/retry')),
);
jest.mock('../../nodes/shared/http/rateLimiter', () =>
	jest
		.requireActual<typeof Quick>('../support/fastTimers')
		.quickPace(jest.requireActual('../../nodes/shared/http/rateLimiter')),
);
jest.mock('../../nodes/shared/http/timeLimit', () =>
	jest
		.requireActual<typeof Quick>('../support/fastTimers')
		.quickDeadline(jest.requireActual('../../nodes/shared/http/timeLimit'), 5),
);
jest.mock('../../nodes/shared/execution/waiting', () =>
	jest
		.requireActual<typeof Quick>('../support/fastTimers')
		.quickWait(jest.requireActual('../../nodes/shared/execution/waiting')),
);

/** Everything that is promised in `docs/faults.md`, played. */
const { faults, cells } = readDocument();
const bench = useSimulator();
let elsewhere: SampleServer;

beforeAll(Quick.askNoResolver);
afterAll(() => jest.restoreAllMocks());
beforeAll(async () => (elsewhere = await startServer()));
afterAll(async () => await elsewhere.close());

it('has a row for every operation, and plays no row that is none', () => {
	expect(Object.keys(cells)).toEqual(expect.arrayContaining(TITLES));
	expect(Object.keys(OPERATIONS).sort()).toEqual(
		[...new Set(Object.keys(cells).map((title) => rowOf(title).name))].sort(),
	);
});

it('explains every fault that is played', () => {
	expect(Object.keys(faults)).toEqual(Object.keys(STAGINGS));
	for (const row of Object.values(cells)) expect(Object.keys(row)).toEqual(Object.keys(STAGINGS));
});

describe.each(Object.entries(cells))('%s', (title, row) => {
	it.each(Object.entries(row))('%s: %s', async (column, cell) => {
		const staging = await STAGINGS[column]!(elsewhere.baseUrl);
		expect(await runCell(bench, rowOf(title), staging, faults[column]!)).toBe(cell);
		// No redirect was followed, with or without a credential.
		expect(elsewhere.seen).toEqual([]);
	});
});
