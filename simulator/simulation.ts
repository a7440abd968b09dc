import { Clock } from './time/clock';
import { ActiveFaults } from './faults/activeFaults';
import { Journal } from './record/journal';
import type { AnyPartner, PartnerContext } from './partner';
import { createPartners, type Partners } from './partners';
import { mix, Random } from './random';
import { Traffic } from './http/traffic';

/** How a simulation begins. */
export interface SimulationOptions {
	/** Same seed, same story. */
	seed?: number;
	/** The simulated time, standing still; without it the clock runs with the machine's. */
	now?: string;
	/** Milliseconds every answer takes. */
	latencyMs?: number;
}

/** Everything the simulator knows while it runs. */
export class Simulation {
	readonly clock: Clock;

	readonly faults = new ActiveFaults();

	readonly journal = new Journal();

	readonly traffic = new Traffic();

	/** Every token that a caller was ever given. A reset does not take them back: the callers still have them. */
	readonly tokens = new Set<string>();

	latencyMs: number;

	seed: number;

	partners: Partners;

	constructor(private readonly beginning: SimulationOptions = {}) {
		const { seed = 1, now, latencyMs = 0 } = beginning;
		this.seed = seed;
		this.clock = new Clock(now);
		this.latencyMs = latencyMs;
		this.partners = this.newPartners();
	}

	/** Begin again as at first, or differently: fresh partners, no faults, no limits, an empty journal. */
	reset(differently: SimulationOptions = {}): void {
		const { seed = 1, now, latencyMs = 0 } = { ...this.beginning, ...differently };
		this.seed = seed;
		this.latencyMs = latencyMs;
		this.clock.reset(now);
		this.closePartners();
		this.faults.clear();
		this.journal.clear();
		this.traffic.unlimit();
		this.traffic.clear();
		this.partners = this.newPartners();
	}

	/** Stop everything that would still happen by itself. */
	close(): void {
		this.closePartners();
		this.clock.stop();
	}

	/** The partner whose prefix this is. */
	partner(provider: string): AnyPartner | undefined {
		return this.allPartners().find((partner) => partner.provider === provider);
	}

	/** Every partner there is. */
	allPartners(): AnyPartner[] {
		return Object.values(this.partners);
	}

	private closePartners(): void {
		for (const partner of this.allPartners()) partner.close?.();
	}

	private newPartners(): Partners {
		// Each partner draws from a source of its own: a call to one must not change what another makes up.
		return createPartners((index): PartnerContext => {
			const random = new Random(mix(this.seed, index));
			return { clock: this.clock, seed: this.seed, random, issued: (token) => void this.tokens.add(token) };
		});
	}
}
