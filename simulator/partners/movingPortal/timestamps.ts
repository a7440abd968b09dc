import type { PartnerContext } from '../../partner';

const MAX_FRACTION = 9999;

/** Whether a timestamp is after another. They are compared as text, because a Date would lose digits. */
export function isAfter(one: string, other: string): boolean {
	return sevenDigits(one) > sevenDigits(other);
}

/** Whether a timestamp is of the year 1, which resets what is processed. */
export function isReset(timestamp: string): boolean {
	return timestamp.startsWith('0001-');
}

/** Creates timestamps with seven decimals, each later than the one before unless its millisecond is full. */
export class TimestampGenerator {
	private last = { ms: Number.NaN, digits: 0 };

	constructor(private readonly context: PartnerContext) {}

	/** A timestamp of the present time. */
	next(): string {
		const { clock, random } = this.context;
		const ms = clock.now();
		const digits = ms === this.last.ms ? this.last.digits + random.integer(1, 3) : random.integer(0, 1999);
		this.last = { ms, digits: Math.min(digits, MAX_FRACTION) };
		return `${clock.iso().slice(0, -1)}${String(this.last.digits).padStart(4, '0')}Z`;
	}
}

function sevenDigits(timestamp: string): string {
	const [second = '', decimals = ''] = timestamp.replace('Z', '').split('.');
	return `${second}.${decimals.padEnd(7, '0')}`;
}
