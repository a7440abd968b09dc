import type { IDataObject, INodeType } from 'n8n-workflow';

import type { Hosts } from '../../../nodes/shared/http';
import { partners, type triggerOf } from '../../support/pack';
import type { Keeping, PolledNode } from '../../support/pollNode';
import { useTrigger } from '../../support/useTrigger';

const ALL_KEEPINGS = ['process', 'scheduler', 'cursors'] as const;
const BEGINS_ANEW =
	/is for another system of Movem \(production\) than what is remembered \(test\); it begins anew/;

afterEach(() => jest.restoreAllMocks());

/** Lets a partner’s own addresses lead to the simulator. */
function redirect(hosts: Hosts, url: string): void {
	for (const host of Object.values(hosts)) jest.replaceProperty(host, 'url', url);
}

describe('the memory of a trigger is of one kind of system:', () => {
	const bench = useTrigger('movem');
	const movem = () => bench.control.movem;
	const add = (count: number) => movem().addApplications({ count, status: 'REQUESTED' });
	const ids = (items: IDataObject[]) => items.map(({ id }) => id);
	/** The same trigger with a credential for production, which has three applications. */
	const moveToProduction = (trigger: PolledNode) => {
		trigger.changeCredential({ environment: 'production' });
		return add(3);
	};
	const systemOf = ({ memory }: PolledNode) => (memory.memory as IDataObject).system;

	beforeEach(() => redirect(partners.movem.hosts, `${bench.url}/movem`));

	/** The trigger from another process. */
	const another = () => {
		let node: INodeType | undefined;
		jest.isolateModules(() => {
			const pack = jest.requireActual<{ partners: typeof partners; triggerOf: typeof triggerOf }>(
				'../../support/pack',
			);
			redirect(pack.partners.movem.hosts, `${bench.url}/movem`);
			node = pack.triggerOf('movem');
		});
		if (!node) throw new Error('No module was loaded');
		return node;
	};

	const active = async (keeping: Keeping, environment = 'sandbox') => {
		const trigger = bench.trigger({ triggerOn: ['REQUESTED', 'IN_PROGRESS'] }, { environment });
		trigger.keeping = keeping;
		await trigger.activate();
		expect(systemOf(trigger)).toBe(environment === 'sandbox' ? 'test' : environment);
		return trigger;
	};

	it.each(ALL_KEEPINGS)('what another one holds is not new (%s)', async (keeping) => {
		const trigger = await active(keeping);
		const [first = ''] = moveToProduction(trigger);
		expect(await trigger.poll()).toEqual([]);
		expect(trigger.log).toEqual([expect.stringMatching(BEGINS_ANEW)]);
		movem().open({ id: first });
		expect(ids(await trigger.poll())).toEqual([first]);
		expect(await trigger.poll()).toEqual([]);
		expect(systemOf(trigger)).toBe('production');
		expect(trigger.log).toHaveLength(1);
	});

	it.each(ALL_KEEPINGS)('nor at the activation that the new credential needs (%s)', async (keeping) => {
		const trigger = await active(keeping);
		const [first = ''] = moveToProduction(trigger);
		expect(await trigger.activate('update')).toEqual([]);
		trigger.comeFrom(another());
		movem().open({ id: first });
		// Stored by the activation: what happens while n8n is down is not missed.
		expect(ids(await trigger.activate('init'))).toEqual([first]);
	});

	it('what was passed on of the other one last does not come again', async () => {
		const trigger = await active('process');
		const [old = ''] = add(1);
		expect(ids(await trigger.poll())).toEqual([old]);
		moveToProduction(trigger);
		trigger.comeFrom(another());
		expect(await trigger.activate('init')).toEqual([]);
		expect(trigger.memory).not.toHaveProperty('memory.pending');
	});

	it.each([
		['another of its production hosts', 'production', () => ({ environment: 'productionMain' })],
		['the key in another header', 'production', () => ({ header: 'authorization' })],
		['another address of your own', 'custom', () => ({ baseUrl: `${bench.url}/movem/` })],
	])('%s is of the same, and loses nothing', async (_, environment, change) => {
		const [first = ''] = add(3);
		const trigger = await active('process', environment);
		trigger.changeCredential(change());
		movem().open({ id: first });
		expect(ids(await trigger.poll())).toEqual([first]);
		expect(trigger.log).toEqual([]);
	});

	it('one that does not say it, of an earlier version, is of the present one', async () => {
		const [first = '', second = ''] = add(2);
		const trigger = await active('process', 'production');
		const { memory } = trigger.memory as { memory: IDataObject };
		const { system: _, ...earlier } = memory;
		trigger.stored = JSON.stringify({ 'node:Trigger': { memory: earlier } });
		movem().open({ id: first });
		expect(ids(await trigger.activate('init'))).toEqual([first]);
		expect(systemOf(trigger)).toBe('production');
		expect(trigger.log).toEqual([]);
		movem().open({ id: second });
		expect(ids(await trigger.poll())).toEqual([second]);
	});

	it('where it cannot begin at the other one, nobody can activate it, and n8n can bring it back', async () => {
		const trigger = await active('process');
		const [first = ''] = moveToProduction(trigger);
		const end = bench.outage();
		await trigger.poll();
		await trigger.poll();
		expect(trigger.errors).toHaveLength(1);
		await expect(trigger.activate('update')).rejects.toThrow('cannot answer at the moment');
		expect(await trigger.activate('init')).toEqual([]);
		end();
		expect(await trigger.poll()).toEqual([]);
		movem().open({ id: first });
		expect(ids(await trigger.poll())).toEqual([first]);
	});
});

describe('sprove, which has no times to go by:', () => {
	const bench = useTrigger('sprove');
	beforeEach(() => redirect(partners.sprove.hosts, `${bench.url}/sprove`));

	it('the checks of production are not new when the trigger moves there', async () => {
		const trigger = bench.trigger({}, { environment: 'sandbox' });
		await trigger.activate();
		trigger.changeCredential({ environment: 'production' });
		const [propertyId = ''] = bench.control.sprove.addProperties({ count: 1, checks: 3 });
		expect(await trigger.poll()).toEqual([]);
		bench.control.sprove.addCheck({ propertyId, tenantName: 'Ola Nordmann' });
		expect(await trigger.poll()).toMatchObject([{ tenant_name: 'Ola Nordmann' }]);
		expect(await trigger.poll()).toEqual([]);
	});
});
