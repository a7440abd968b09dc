import { Clock, DAY } from '../../../simulator/time/clock';

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

describe('a clock that runs fast', () => {
	const DAY_A_SECOND = DAY / 1000;

	it('passes so many seconds in each of the machine’s, from where it stood', async () => {
		const clock = new Clock(NOON);
		const began = Date.now();
		clock.run({ speed: 3600 });
		expect(clock.speed).toBe(3600);
		await soon(50);
		const passed = clock.now() - Date.parse(NOON);
		const most = (Date.now() - began) * 3600;
		expect(passed).toBeGreaterThanOrEqual(45 * 3600);
		expect(passed).toBeLessThanOrEqual(most);
	});

	it('rings each alarm at its own time, also those that alarms set', async () => {
		const clock = new Clock(NOON);
		const rung: string[] = [];
		const step = (): void => {
			rung.push(clock.iso());
			clock.after(DAY / 24, step);
		};
		clock.after(DAY / 24, step);
		clock.run({ speed: DAY_A_SECOND });
		while (rung.length < 3) await soon(5);
		clock.stop();
		expect(rung.slice(0, 3)).toEqual([
			'2025-03-01T13:00:00.000Z',
			'2025-03-01T14:00:00.000Z',
			'2025-03-01T15:00:00.000Z',
		]);
		// Every hour rang, although the machine was late.
		expect(rung).toHaveLength(Math.floor((clock.now() - Date.parse(NOON)) / (DAY / 24)));
	});

	it('catches up when asked, before the machine has woken it', () => {
		const clock = new Clock(NOON);
		const rung: string[] = [];
		clock.after(1000, () => rung.push(clock.iso()));
		clock.run({ speed: DAY_A_SECOND });
		const began = Date.now();
		while (Date.now() - began < 3);
		expect(rung).toEqual([]);
		clock.catchUp();
		expect(rung).toEqual(['2025-03-01T12:00:01.000Z']);
		clock.stop();
	});

	it('changes its speed without a jump, and runs at the machine’s when none is said', () => {
		const clock = new Clock(NOON);
		const machine = jest.spyOn(Date, 'now').mockReturnValue(Date.now());
		clock.run({ speed: DAY_A_SECOND });
		machine.mockReturnValue(Date.now() + 1000);
		const before = clock.now();
		expect(before).toBe(Date.parse(NOON) + DAY);
		clock.run();
		expect(clock.speed).toBe(1);
		expect(clock.now()).toBe(before);
		machine.mockRestore();
		clock.run({ speed: 1000 });
		clock.reset();
		expect(clock.speed).toBe(1);
		expect(Math.abs(clock.now() - Date.now())).toBeLessThan(1000);
		clock.stop();
	});

	it('can still be moved', () => {
		const clock = new Clock(NOON);
		clock.run({ speed: 10 });
		clock.advance({ days: 1 });
		expect(clock.iso()).toMatch(/^2025-03-02T12:00:0/);
		clock.stop();
	});

	it.each([0, -1, Number.NaN, 1e9])('refuses a speed of %d', (speed) => {
		const clock = new Clock(NOON);
		expect(() => clock.run({ speed })).toThrow('The clock runs at a speed above 0');
		expect(clock.running).toBe(false);
	});
});
