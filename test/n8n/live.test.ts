import { accountsFrom } from '../../trials/live/accounts';
import { liveCalls } from '../../trials/live/calls';
import { play } from '../../trials/live/play';
import { useStack } from './support/stack';

const stack = useStack();

/** The calls that prove the pack against the partners themselves, played against the simulated ones. */
it('makes the ten calls, reads first, and gives back what can be given back', async () => {
	const { simulator } = stack.testbed;
	const calls = liveCalls('cust-42');
	expect(calls).toHaveLength(10);
	const firstWrite = calls.findIndex(({ writes }) => writes !== undefined);
	expect(calls.slice(firstWrite).every(({ writes }) => writes !== undefined)).toBe(true);

	const played = await play(stack.testbed, calls);
	expect(played.filter(({ error }) => error !== undefined)).toEqual([]);
	expect(played).toHaveLength(10);
	const { movem, sprove } = simulator.control.state().partners;
	expect(movem.applications.map(({ status }) => status)).toEqual(['REVOKED']);
	expect(sprove.properties).toHaveLength(1);
	expect(simulator.control.violations()).toEqual([]);
}, 300_000);

it('ends at the first call that fails, with the node’s own words', async () => {
	const { simulator } = stack.testbed;
	simulator.control.reset({ seed: 1 });
	simulator.control.faults.add({ kind: 'status', status: 401, operationId: 'listApplications', times: -1 });
	const played = await play(stack.testbed, liveCalls('cust-42'));
	expect(played).toEqual([
		{ call: expect.objectContaining({ title: 'Credit: Get' }) as unknown, items: 1 },
		{
			call: expect.objectContaining({ title: 'Application: Get Many' }) as unknown,
			error: expect.stringContaining('Movem') as string,
		},
	]);
}, 300_000);

describe('the accounts', () => {
	const production = { MOVEM_ACCOUNT: '{"environment":"production","apiKey":"made-up"}' };

	it('are test systems, unless that is said twice', () => {
		expect(() => accountsFrom(production, false)).toThrow('LIVE_PRODUCTION=yes');
		expect(accountsFrom(production, true).size).toBe(1);
		// A key without an environment is one of production, as in the credential's dialog.
		expect(() => accountsFrom({ MOVEM_ACCOUNT: '{"apiKey":"made-up"}' }, false)).toThrow(
			'LIVE_PRODUCTION=yes',
		);
		const sandbox = { MOVEM_ACCOUNT: '{"environment":"sandbox","apiKey":"made-up"}' };
		expect([...accountsFrom(sandbox, false).keys()]).toEqual(['movem']);
	});

	it('are not quoted where they cannot be read', () => {
		expect(() => accountsFrom({ MOVEM_ACCOUNT: '{"apiKey":"made-up"' }, false)).toThrow(
			/^MOVEM_ACCOUNT has to be a JSON object with the fields of the credential in n8n\.$/,
		);
	});
});
