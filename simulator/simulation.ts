import { ActiveFaults } from './faults/activeFaults';
import { ProvokedFaults } from './faults/provokedFaults';
import { Traffic } from './http/traffic';
import type { Partner, PartnerContext } from './partner';
import { createPartners, type Partners } from './partners';
import { mix, Random } from './random';
import { Journal } from './record/journal';
import { Clock } from './time/clock';

/** The state in which a simulation starts. */
export interface SimulationOptions {
	/** The same seed gives the same data. */
	seed?: number;
	/** The simulated time, standing still; without it the clock runs with the real one. */
	now?: string;
	/** Delay of every answer in milliseconds. */
	latencyMs?: number;
}

/** What the page links to in n8n. */
export interface N8nLinks {
	address: string;
	/** An execution that has finished. */
	execution?: string;
}

/** The state of a running simulator. */
export class Simulation {
	readonly clock: Clock;

	readonly faults = new ActiveFaults();

	readonly provokedFaults = new ProvokedFaults();

	readonly journal = new Journal();

	readonly traffic = new Traffic();

	/** Every token that was ever given to a caller. A reset keeps them, because callers do. */
	readonly tokens = new Set<string>();

	/** Where the simulator answers; set as soon as it does. */
	address = '';

	/** The n8n that the page links to. */
	n8n: N8nLinks | undefined;

	latencyMs: number;

	seed: number;

	partners: Partners;

	constructor(private readonly initialOptions: SimulationOptions = {}) {
		const { seed = 1, now, latencyMs = 0 } = initialOptions;
		this.seed = seed;
		this.clock = new Clock(now);
		this.latencyMs = latencyMs;
		this.partners = this.newPartners();
	}

	/** Starts again with new partners, no faults, no limits and an empty journal; `changes` override the first options. */
	reset(changes: SimulationOptions = {}): void {
		const { seed = 1, now, latencyMs = 0 } = { ...this.initialOptions, ...changes };
		this.seed = seed;
		this.latencyMs = latencyMs;
		this.clock.reset(now);
		this.closePartners();
		this.faults.clear();
		this.provokedFaults.clear();
		this.journal.clear();
		this.traffic.clearLimits();
		this.traffic.clear();
		this.partners = this.newPartners();
	}

	/** Stops everything that would still happen by itself. */
	close(): void {
		this.closePartners();
		this.clock.stop();
	}

	/** The partner of a path prefix. */
	partner(provider: string): Partner | undefined {
		return this.allPartners().find((partner) => partner.provider === provider);
	}

	/** Every partner. */
	allPartners(): Partner[] {
		return Object.values(this.partners);
	}

	private closePartners(): void {
		for (const partner of this.allPartners()) partner.close?.();
	}

	private newPartners(): Partners {
		// Each partner has its own random source, so that a call to one does not change the data of another.
		return createPartners((index): PartnerContext => {
			const random = new Random(mix(this.seed, index));
			const recordToken = (token: string) => void this.tokens.add(token);
			const address = () => this.address;
			return { clock: this.clock, seed: this.seed, random, address, recordToken };
		});
	}
}
