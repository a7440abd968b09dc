import type { ActiveFault } from '../faults/activeFaults';
import type { FaultSpec } from '../faults/fault';
import type { Counters, RateLimit } from '../http/traffic';
import type { PartnerActions, Partners } from '../partners';
import { latestRequests, type ToldRequest } from '../record/plainWords';
import type { JournalEntry, JournalFilter, Violation } from '../record/journal';
import { type ScenarioName, SCENARIOS } from '../scenarios';
import type { N8nLinks, Simulation, SimulationOptions } from '../simulation';
import type { Step } from '../time/clock';

/** The state of the whole simulation as JSON. */
export interface State {
	now: string;
	clockRuns: boolean;
	/** Simulated seconds per real second, while the clock runs. */
	clockSpeed: number;
	seed: number;
	latencyMs: number;
	faults: ActiveFault[];
	violations: Violation[];
	/** By their names in code, as the control actions are. */
	partners: { [Name in keyof Partners]: Counters & ReturnType<Partners[Name]['state']> };
}

/** The control interface: what people and tests can do to the simulator without calling a partner's API. */
export interface Control extends PartnerActions {
	/** Starts again with new partners, no faults and an empty journal. */
	reset(options?: SimulationOptions): void;
	/** Starts again with one of the prepared states. */
	scenario(name: ScenarioName): void;
	state(): State;
	clock: {
		now(): string;
		set(time: string): string;
		advance(step: Step): string;
		/** Lets time pass by itself, `speed` simulated seconds per real second; 1 by default. */
		run(options?: { speed?: number }): string;
		/** Stops time. */
		stop(): string;
	};
	faults: {
		/** Returns the fault's id. */
		add(spec: FaultSpec): number;
		list(): ActiveFault[];
		/** Removes one fault, or all. */
		clear(id?: number): void;
	};
	/** How many requests a partner accepts. */
	rateLimit: { set(limit: RateLimit): void; clear(): void };
	/** Tells the page what to link to in n8n. */
	setN8n(links: N8nLinks): void;
	/** Delays every answer from now on. */
	setLatency(ms: number): void;
	requests(filter?: JournalFilter): JournalEntry[];
	/** The last requests in plain words, newest first. */
	latestRequests(limit: number): ToldRequest[];
	violations(filter?: JournalFilter): Violation[];
	clearJournal(): void;
	/** Every token that was ever issued, also before a reset, so that what a caller stored can be searched for them. */
	issuedTokens(): string[];
}

/** Creates the control interface of a simulation. */
export function createControl(simulation: Simulation): Control {
	const { clock, faults, journal, traffic } = simulation;
	const control = {
		reset: (options?: SimulationOptions) => simulation.reset(options),
		scenario: (name: ScenarioName) => {
			simulation.reset();
			SCENARIOS[name].begin(control as unknown as Control);
		},
		state: () => stateOf(simulation),
		clock: {
			now: () => clock.iso(),
			set: (time: string) => (clock.set(time), clock.iso()),
			advance: (step: Step) => (clock.advance(step), clock.iso()),
			run: (options?: { speed?: number }) => (clock.run(options), clock.iso()),
			stop: () => (clock.stop(), clock.iso()),
		},
		faults: {
			add: (spec: FaultSpec) => faults.add(spec),
			list: () => faults.list(),
			clear: (id?: number) => faults.clear(id),
		},
		rateLimit: { set: (limit: RateLimit) => traffic.setLimit(limit), clear: () => traffic.clearLimits() },
		setN8n: (links: N8nLinks) => {
			simulation.n8n = links;
		},
		setLatency: (ms: number) => {
			simulation.latencyMs = ms;
		},
		requests: (filter?: JournalFilter) => journal.requests(filter),
		latestRequests: (limit: number) => latestRequests(simulation, limit),
		violations: (filter?: JournalFilter) => journal.violations(filter),
		clearJournal: () => journal.clear(),
		issuedTokens: () => [...simulation.tokens],
	};
	// A reset creates new partners, so their actions are looked up on every access.
	for (const name of Object.keys(simulation.partners) as Array<keyof Partners>) {
		const get = () => {
			clock.catchUp();
			return simulation.partners[name].controlActions;
		};
		Object.defineProperty(control, name, { enumerable: true, get });
	}
	return control as Control;
}

function stateOf(simulation: Simulation): State {
	const { clock, faults, journal, traffic, seed, latencyMs } = simulation;
	clock.catchUp();
	const partners = Object.entries(simulation.partners).map(
		([name, partner]) => [name, { ...traffic.countersOf(partner.provider), ...partner.state() }] as const,
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
