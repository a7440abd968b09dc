// A test runner's sandbox makes every look at a global slow, and the lead stream looks millions of times.
const { floor, imul } = Math;

/**
 * Mix any number of integers into one well-spread 32-bit number.
 *
 * Being a pure function it lets the lead stream know lead number 40,000 without having made the first 39,999.
 */
export function mix(...values: number[]): number {
	let state = 0x811c9dc5;
	for (const value of values) {
		state = imul(state ^ (value | 0), 0x9e3779b1);
		state ^= state >>> 15;
		// The high half matters too: time slots of different years share their low 32 bits otherwise.
		state = imul(state ^ floor(value / 2 ** 32), 0x85ebca6b);
		state ^= state >>> 13;
	}
	return state >>> 0;
}

/** A fast series of 32-bit numbers that begins where `mix` of these values puts it. */
export function series(...values: number[]): () => number {
	// Xorshift never leaves zero, so it must not begin there.
	let state = mix(...values) || 1;
	return () => {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		return state >>> 0;
	};
}

/** A source of made-up values that repeats itself exactly under the same seed. */
export class Random {
	private drawn = 0;

	constructor(private readonly seed: number) {}

	/** A source of its own, whose values do not depend on how many were drawn here. */
	branch(name: number): Random {
		return new Random(mix(this.seed, name));
	}

	/** The next whole number from `min` to `max`, both included. */
	integer(min: number, max: number): number {
		return min + floor(this.fraction() * (max - min + 1));
	}

	/** The next fraction from 0 up to, but not including, 1. */
	fraction(): number {
		this.drawn += 1;
		return mix(this.seed, this.drawn) / 2 ** 32;
	}

	/** One entry of a list. */
	pick<T>(choices: readonly [T, ...T[]]): T {
		return choices[this.integer(0, choices.length - 1)] ?? choices[0];
	}

	/** Lower-case hexadecimal text. */
	hex(length: number): string {
		return Array.from({ length }, () => this.integer(0, 15).toString(16)).join('');
	}

	/** Text shaped like a UUID; the partners call theirs opaque, and so are these. */
	uuidLike(): string {
		return [8, 4, 4, 4, 12].map((length) => this.hex(length)).join('-');
	}
}
