import { ErrorFactory } from '../../../nodes/shared/errors';
import { readBody } from '../../../nodes/shared/http/body';
import { MB } from '../../../nodes/shared/http/response';
import { acme, acmeNode } from '../../support/acme';

const errors = new ErrorFactory(acmeNode, acme, () => []);

/** Reads a list of that many characters, and counts how often other work of the process came first. */
async function turnsWhileReading(length: number, signal?: AbortSignal): Promise<number> {
	const pieces = [Buffer.from(JSON.stringify(['x'.repeat(length - 4)]))];
	const response = { statusCode: 200, headers: {}, pieces, url: 'https://acme.example.test/api' };
	let turns = 0;
	let isRead = false;
	const other = () => {
		if (isRead) return;
		turns++;
		setImmediate(other);
	};
	setImmediate(other);
	try {
		await readBody(response, { method: 'GET', path: '/things' }, errors, signal);
		return turns;
	} finally {
		isRead = true;
	}
}

describe('a long text', () => {
	it('is read in three steps, between which the process does its other work', async () =>
		expect(await turnsWhileReading(MB + 1)).toBeGreaterThanOrEqual(2));

	it('is not read any further after a cancel', async () =>
		await expect(turnsWhileReading(MB + 1, AbortSignal.abort(new Error('stop button')))).rejects.toThrow());
});

it('a text that is not long is read at once', async () => expect(await turnsWhileReading(MB)).toBe(0));
