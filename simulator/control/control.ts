import type { Step } from '../time/clock';
import type { ActiveFault } from '../faults/activeFaults';
import type { FaultSpec } from '../faults/fault';
import type { JournalEntry, JournalFilter, Violation } from '../record/journal';
import type { Partners } from '../partners';
import type { SimulationOptions, Simulation } from '../simulation';
import type { Counters, RateLimit } from '../http/traffic';

type Levers = { [Name in keyof Partners]: Partners[Name]['levers'] };

/** A picture of the whole simulation as JSON. */
export interface State {
	now: string;
	clockRuns: boolean;
	/** Simulated seconds per second of the machine, while the clock runs. */
	clockSpeed: number;
	seed: number;
	latencyMs: number;
	faults: ActiveFault[];
	violations: Violation[];
	/** By their names in code, as the levers are. */
	partners: { [Name in keyof Partners]: Counters & ReturnType<Partners[Name]['state']> };
}

/** The control panel: everything a person or a test can do to the simulator from behind. */
export interface Control extends Levers {
	/** Begin again with fresh partners, no faults, an empty journal. */
	reset(beginning?: SimulationOptions): void;
	state(): State;
	clock: {
		now(): string;
		set(time: string): string;
		advance(step: Step): string;
		/** Let time pass by itself, `speed` simulated seconds in each second of the machine; 1 when left out. */
		run(pace?: { speed?: number }): string;
		/** Stop time. */
		stop(): string;
	};
	faults: {
		/** Returns the fault's id. */
		add(spec: FaultSpec): number;
		list(): ActiveFault[];
		/** One fault by id, or all. */
		clear(id?: number): void;
	};
	/** How many requests a partner bears. */
	rateLimit: { set(limit: RateLimit): void; clear(): void };
	/** Milliseconds every answer takes from now on. */
	setLatency(ms: number): void;
	requests(filter?: JournalFilter): JournalEntry[];
	violations(filter?: JournalFilter): Violation[];
	clearJournal(): void;
	/** Every token that logins have been given, also before a reset, so that what a caller stored can be searched for them. */
	issuedTokens(): string[];
}

/** Build the control panel of a simulation. */
export function createControl(simulation: Simulation): Control {
	const { clock, faults, journal, traffic } = simulation;
	const panel = {
		reset: (beginning?: SimulationOptions) => simulation.reset(beginning),
		state: () => picture(simulation),
		clock: {
			now: () => clock.iso(),
			set: (time: string) => (clock.set(time), clock.iso()),
			advance: (step: Step) => (clock.advance(step), clock.iso()),
			run: (pace?: { speed?: number }) => (clock.run(pace), clock.iso()),
			stop: () => (clock.stop(), clock.iso()),
		},
		faults: {
			add: (spec: FaultSpec) => faults.add(spec),
			list: () => faults.list(),
			clear: (id?: number) => faults.clear(id),
		},
		rateLimit: { set: (limit: RateLimit) => traffic.limit(limit), clear: () => traffic.unlimit() },
		setLatency: (ms: number) => {
			simulation.latencyMs = ms;
		},
		requests: (filter?: JournalFilter) => journal.requests(filter),
		violations: (filter?: JournalFilter) => journal.violations(filter),
		clearJournal: () => journal.clear(),
		issuedTokens: () => [...simulation.tokens],
	};
	// A reset makes new partners, so the levers are looked up each time instead of once.
	for (const name of Object.keys(simulation.partners) as Array<keyof Partners>) {
		const get = () => {
			clock.catchUp();
			return simulation.partners[name].levers;
		};
		Object.defineProperty(panel, name, { enumerable: true, get });
	}
	return panel as Control;
}

function picture(simulation: Simulation): State {
	const { clock, faults, journal, traffic, seed, latencyMs } = simulation;
	clock.catchUp();
	const partners = Object.entries(simulation.partners).map(
		([name, partner]) => [name, { ...traffic.of(partner.provider), ...partner.state() }] as const,
	);
	return {
		now: clock.iso(),
		clockRuns: clock.running,
		clockSpeed: clock.speed,
		seed,
		latencyMs,
		faults: faults.list(),
		violations: journal.violations(),
		partners: Object.fromEntries(partners) as State['partners'],
	};
}
