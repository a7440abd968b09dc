// Looking up a global is slow in Jest's sandbox, and the lead stream does it millions of times.
const { floor, imul } = Math;

/**
 * Hashes integers into one 32-bit number.
 *
 * It is a pure function, so the lead stream can make lead 40,000 without making the 39,999 before it.
 */
export function mix(...values: number[]): number {
	let state = 0x811c9dc5;
	for (const value of values) {
		state = imul(state ^ (value | 0), 0x9e3779b1);
		state ^= state >>> 15;
		// The high half is mixed in too, because time slots of different years may share their low 32 bits.
		state = imul(state ^ floor(value / 2 ** 32), 0x85ebca6b);
		state ^= state >>> 13;
	}
	return state >>> 0;
}

/** A fast series of 32-bit numbers, seeded with `mix` of these values. */
export function series(...values: number[]): () => number {
	// Xorshift never leaves zero, so it must not start there.
	let state = mix(...values) || 1;
	return () => {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		return state >>> 0;
	};
}

/** A source of random values; the same seed gives the same values. */
export class Random {
	private drawn = 0;

	constructor(private readonly seed: number) {}

	/** A source whose values do not depend on how many were drawn from this one. */
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

	/** Text in the form of a UUID. The partners document theirs as opaque, so no version bits are set. */
	uuidLike(): string {
		return [8, 4, 4, 4, 12].map((length) => this.hex(length)).join('-');
	}
}
