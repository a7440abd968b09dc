import type { sleep as pause } from '../../../nodes/shared/http/sleep';

type Sleep = typeof pause;

/** The pack’s sleep on an n8n-workflow with these exports. */
function sleepOn(exported: object): Sleep {
	jest.resetModules();
	jest.doMock('n8n-workflow', () => exported);
	return jest.requireActual<{ sleep: Sleep }>('../../../nodes/shared/http/sleep').sleep;
}

const { sleep: ofTheNewest } = jest.requireActual<{ sleep: Sleep }>('n8n-workflow');

/** The two functions as in n8n-workflow up to 2.27. */
const older = {
	sleep: async (milliseconds: number) => await new Promise<void>((done) => setTimeout(done, milliseconds)),
	sleepWithAbort: async (milliseconds: number, signal?: AbortSignal) =>
		await ofTheNewest(milliseconds, signal),
};

describe.each([
	['this n8n', { sleep: ofTheNewest }],
	['an older n8n', older],
])('a pause on %s', (_, exported) => {
	it('ends at once when the user cancels', async () => {
		const stop = new AbortController();
		const before = Date.now();
		const waiting = sleepOn(exported)(60_000, stop.signal);
		stop.abort();
		await expect(waiting).rejects.toThrow();
		expect(Date.now() - before).toBeLessThan(30_000);
	});

	it('passes', async () => {
		await expect(sleepOn(exported)(1)).resolves.toBeUndefined();
	});
});
