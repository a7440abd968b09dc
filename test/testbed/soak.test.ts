import { soakTriggers } from '../../trials/soak/partners';
import { compare, isCrashed, type Circumstances } from '../../trials/soak/report';

const HOUR = 3_600_000;
const movem = soakTriggers.find(({ name }) => name === 'movem')!;

/** A status of three hours, which the polls after one hour and after four look at; it was never delivered. */
function lost(circumstances: Partial<Circumstances>): string[] {
	const seenBy = { operationId: 'listApplications', path: '' };
	const polls = [1, 4].map((hour) => ({
		operationId: 'listApplications',
		path: '/application',
		at: hour * HOUR,
	}));
	return compare(movem, [{ event: 'a | HOLD', from: 0, until: 3 * HOUR, seenBy }], [], {
		observations: polls,
		kills: [],
		switchedOff: [],
		...circumstances,
	}).lost;
}

describe('a status that was polled and not delivered', () => {
	it('is lost', () => expect(lost({})).toEqual(['a | HOLD']));

	it.each<[string, Partial<Circumstances>]>([
		['n8n was killed', { kills: [{ at: 0, simulated: 2 * HOUR }] }],
		['the workflow was switched off', { switchedOff: [2 * HOUR] }],
	])('is not when %s before the next poll', (_, circumstances) => expect(lost(circumstances)).toEqual([]));

	it('is lost all the same when that was after the next poll', () =>
		expect(lost({ switchedOff: [5 * HOUR] })).toEqual(['a | HOLD']));
});

describe('an execution that n8n was killed in', () => {
	const kills = [{ at: 100_000, simulated: 0 }];

	it('may be left new, and is crashed', () =>
		expect(isCrashed({ status: 'new', storedAt: 99_900 }, kills)).toBe(true));

	it.each([
		['was stored after the kill', { status: 'new', storedAt: 100_001 }],
		['was left long before it', { status: 'new', storedAt: 60_000 }],
		['has failed', { status: 'error', storedAt: 99_900 }],
	] as const)('is not crashed when it %s', (_, execution) => expect(isCrashed(execution, kills)).toBe(false));

	it('is crashed when n8n says so', () =>
		expect(isCrashed({ status: 'crashed', storedAt: 0 }, [])).toBe(true));
});
