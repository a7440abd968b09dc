import { useSimulator } from '../support/useSimulator';
import { startServer, type SampleServer } from '../support/sample';
import { FAULT_KINDS } from '../../simulator/faults/kinds';
import { readDocument, writeCells, writeRows, type Cells } from './matrix/document';
import { isOperation, rowOf, TITLES } from './matrix/rows';
import { runCell } from './matrix/runCell';
import { FAULT_SETUPS } from './matrix/stagings';
import * as Quick from '../support/fastTimers';

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
		.quickTimeLimit(jest.requireActual('../../nodes/shared/http/timeLimit'), 5),
);
jest.mock('../../nodes/shared/execution/waiting', () =>
	jest
		.requireActual<typeof Quick>('../support/fastTimers')
		.quickWait(jest.requireActual('../../nodes/shared/execution/waiting'), 1500),
);
jest.mock('../../nodes/shared/http/sleep', () =>
	jest
		.requireActual<typeof Quick>('../support/fastTimers')
		.ownTime(jest.requireActual('../../nodes/shared/http/sleep')),
);

/** Set by `npm run fault-matrix`: writes the cells instead of comparing them. */
const isWriting = process.env.WRITE === 'yes';
if (isWriting) writeRows(TITLES, isOperation, Object.keys(FAULT_SETUPS));

/** Everything that `docs/faults.md` promises, executed. */
const { faults, cells } = readDocument();
const bench = useSimulator();
let elsewhere: SampleServer;

beforeAll(Quick.askNoResolver);
afterAll(() => jest.restoreAllMocks());
beforeAll(async () => (elsewhere = await startServer()));
afterAll(async () => await elsewhere.close());
afterAll(() => isWriting && writeCells(played));

const columns = Object.keys(FAULT_SETUPS);
const played: Cells = {};

it('has a row for every operation, and none of an operation that is no more: `npm run fault-matrix` writes them', () => {
	const known = Object.keys(cells);
	expect({ missing: TITLES.filter((title) => !known.includes(title)) }).toEqual({ missing: [] });
	expect({ ofNoOperation: known.filter((title) => !isOperation(title)) }).toEqual({ ofNoOperation: [] });
});

it('has a column for every kind of fault that the simulator knows, in test/faults/matrix/stagings.ts', async () => {
	const setups = await Promise.all(
		Object.values(FAULT_SETUPS).map((setupFor) => setupFor('http://other.invalid')),
	);
	const kinds = new Set(setups.map(({ fault }) => fault?.kind));
	expect({ missing: Object.keys(FAULT_KINDS).filter((kind) => !kinds.has(kind as never)) }).toEqual({
		missing: [],
	});
});

it('explains every column in docs/faults.md, “What goes wrong”', () => {
	expect(Object.keys(faults)).toEqual(columns);
});

it('has every column in every row: `npm run fault-matrix` writes them', () => {
	for (const row of Object.values(cells)) expect(Object.keys(row)).toEqual(columns);
});

describe.each(Object.keys(cells).filter(isOperation))('%s', (title) => {
	it.each(columns)('%s', async (column) => {
		const explained = faults[column];
		if (!explained) throw new Error(`docs/faults.md, “What goes wrong”, has to explain ${column}`);
		const setup = await FAULT_SETUPS[column]!(elsewhere.baseUrl);
		const cell = await runCell(bench, rowOf(title), setup, explained);
		(played[title] ??= {})[column] = cell;
		if (!isWriting) expect(cell).toBe(cells[title]![column]);
		// No redirect was followed, with or without a credential.
		expect(elsewhere.seen).toEqual([]);
	});
});
