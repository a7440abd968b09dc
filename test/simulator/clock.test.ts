import { Clock, DAY } from '../../simulator/clock';

const NOON = '2025-03-01T12:00:00.000Z';
const soon = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('an alarm of a clock that stands still', () => {
	it('rings when the clock is moved there, and sees its own time', () => {
		const clock = new Clock(NOON);
		const rung: string[] = [];
		clock.after(2 * DAY, () => rung.push(`second ${clock.iso()}`));
		clock.after(DAY, () => rung.push(`first ${clock.iso()}`));
		clock.after(2 * DAY, () => rung.push('third'));
		clock.advance({ hours: 23 });
		expect(rung).toEqual([]);
		clock.advance({ days: 5 });
		expect(rung).toEqual(['first 2025-03-02T12:00:00.000Z', 'second 2025-03-03T12:00:00.000Z', 'third']);
		expect(clock.iso()).toBe('2025-03-07T11:00:00.000Z');
	});

	it('may set the next one, which rings on the same way', () => {
		const clock = new Clock(NOON);
		let steps = 0;
		const step = (): void => {
			steps += 1;
			clock.after(DAY, step);
		};
		clock.after(DAY, step);
		clock.set('2025-03-11T12:00:00Z');
		expect(steps).toBe(10);
	});

	it('can be called off, and is forgotten when the clock begins again', async () => {
		const clock = new Clock(NOON);
		const rung: string[] = [];
		clock.after(1000, () => rung.push('called off'))();
		clock.after(1000, () => rung.push('forgotten'));
		clock.reset();
		clock.advance({ days: 1 });
		await soon(5);
		expect(rung).toEqual([]);
	});

	it('does not ring when the clock is moved back', () => {
		const clock = new Clock(NOON);
		const rung: string[] = [];
		clock.after(DAY, () => rung.push('rung'));
		clock.advance({ days: -3 });
		clock.advance({ days: 3 });
		expect(rung).toEqual([]);
		clock.advance({ days: 1 });
		expect(rung).toEqual(['rung']);
	});
});

describe('an alarm of a clock that runs', () => {
	it('rings by itself, in order', async () => {
		const clock = new Clock();
		const rung: number[] = [];
		clock.after(20, () => rung.push(2));
		clock.after(5, () => rung.push(1));
		while (rung.length < 2) await soon(5);
		expect(rung).toEqual([1, 2]);
	});

	it('waits while the clock is stopped, and rings once it runs again or is moved', async () => {
		const clock = new Clock();
		const rung: number[] = [];
		clock.after(10, () => rung.push(1));
		clock.stop();
		await soon(25);
		expect(rung).toEqual([]);
		clock.run();
		while (rung.length < 1) await soon(5);
		clock.after(60 * DAY, () => rung.push(2));
		await soon(5);
		expect(rung).toEqual([1]);
		clock.advance({ days: 60 });
		expect(rung).toEqual([1, 2]);
	});
});
