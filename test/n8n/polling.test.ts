import { soak, SOAK_BEGINS, type SoakResult } from '../../trials/soak/soak';
import { isSound, tableOf } from '../../trials/soak/report';
import { useStack } from './support/stack';

const log = (line: string) => void process.stderr.write(`${line}\n`);
const stack = useStack({ simulator: { seed: 7, now: SOAK_BEGINS }, log });

/** The short form of `npm run soak`. */
describe('a day of four polling triggers, with n8n killed, the partners down and the workflows switched off and on', () => {
	let result: SoakResult;
	const expectNone = (what: 'invented' | 'lost' | 'thrice' | 'unexplained') =>
		expect(result.triggers.map(({ name, [what]: events }) => [name, events])).toEqual(
			result.triggers.map(({ name }) => [name, []]),
		);

	beforeAll(async () => {
		result = await soak(stack.testbed, {
			seed: 7,
			events: 400,
			days: 1,
			speed: 1200,
			kills: 2,
			outageHours: 2,
			log,
		});
		log(tableOf(result.triggers));
	}, 5 * 60_000);

	it('loses nothing that could be seen', () => {
		expectNone('lost');
		expect(result.kills).toBe(2);
		for (const { name, delivered } of result.triggers) expect([name, delivered > 20]).toEqual([name, true]);
	});

	it('makes nothing up', () => expectNone('invented'));

	it('repeats only what was passed on last before n8n was killed, and no event a third time', () => {
		expectNone('unexplained');
		expectNone('thrice');
	});

	it('keeps little in mind', () => {
		for (const { name, stateBytes } of result.triggers)
			expect([name, stateBytes.most < 20_000]).toEqual([name, true]);
	});

	it('keeps to every contract, and says each outage in words', () => {
		expect(result.violations).toBe(0);
		const failures = result.triggers.flatMap(({ name, failures: all }) =>
			all.map((failure) => [name, failure]),
		);
		for (const failure of failures)
			expect(failure).toEqual([
				expect.any(String),
				expect.stringMatching(/^crashed|cannot answer at the moment \(HTTP 503\)$/),
			]);
		expect(isSound(result.triggers)).toBe(true);
	});
});
