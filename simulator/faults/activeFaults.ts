import { type Fault, type FaultSpec, isDelay, parseFault } from './fault';

/** A fault that is switched on. */
export interface ActiveFault {
	id: number;
	fault: Fault;
	/** Matching requests so far. */
	seen: number;
	/** Requests the fault has happened to so far. */
	met: number;
}

/** The faults that are switched on. */
export class ActiveFaults {
	private active: ActiveFault[] = [];

	private lastId = 0;

	/** Switches a fault on and returns its id. */
	add(spec: FaultSpec): number {
		const fault = parseFault(spec);
		this.lastId += 1;
		this.active.push({ id: this.lastId, fault, seen: 0, met: 0 });
		return this.lastId;
	}

	/** Switches one fault off, or all of them. */
	clear(id?: number): void {
		this.active = id === undefined ? [] : this.active.filter((entry) => entry.id !== id);
	}

	/** The faults that are switched on, with how often they have happened. */
	list(): ActiveFault[] {
		return this.active.map((entry) => ({ ...entry }));
	}

	/**
	 * The faults of a request: every matching delay, and the first other match. Call it once for each request, because
	 * it counts.
	 */
	take(provider: string, operationId: string | undefined, path: string): Fault[] {
		const taken: Fault[] = [];
		for (const entry of this.active) {
			const { fault } = entry;
			const matches =
				(fault.provider ?? provider) === provider &&
				(fault.operationId ?? operationId) === operationId &&
				path.includes(fault.path ?? '');
			const hasOther = taken.some((one) => !isDelay(one));
			if (!matches || (hasOther && !isDelay(fault))) continue;
			entry.seen += 1;
			if (entry.seen <= fault.skip || (fault.times !== -1 && entry.met >= fault.times)) continue;
			entry.met += 1;
			taken.push(fault);
		}
		return taken;
	}
}
