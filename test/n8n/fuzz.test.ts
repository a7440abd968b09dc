import { fuzz, type FuzzResult } from '../../trials/fuzz/fuzz';
import { tableOf, shortcomings } from '../../trials/fuzz/report';
import { useStack } from './support/stack';

const log = (line: string) => void process.stderr.write(`${line}\n`);
const stack = useStack({ log });

/** The short form of `npm run test:fuzz`. */
describe('hundreds of postbacks that are malformed, oversized, forged and replayed', () => {
	let result: FuzzResult;

	beforeAll(async () => {
		result = await fuzz(stack.testbed, { seed: 7, calls: 600, log });
		log(tableOf(result));
	}, 5 * 60_000);

	it('start nothing but for the good ones among them, are answered as they should be, and leave n8n as it was', () => {
		expect(shortcomings(result)).toEqual([]);
		expect(result.heard).toEqual(['good 0', 'good 1', 'good 2']);
	});

	it('are of every kind', () => {
		expect(result.classes.length).toBeGreaterThan(25);
		for (const answer of [200, 400, 401, 404, 413, 431, 'none'] as const)
			expect([answer, result.classes.some(({ answers }) => answers.has(answer))]).toEqual([answer, true]);
	});
});
