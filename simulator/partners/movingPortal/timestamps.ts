import type { PartnerContext } from '../../partner';

const MAX_FRACTION = 9999;

/** Whether a timestamp lies after another. Both are compared as text: a date type would lose digits. */
export function isAfter(one: string, other: string): boolean {
	return sevenDigits(one) > sevenDigits(other);
}

/** Whether a timestamp asks for a beginning before all time. */
export function isReset(timestamp: string): boolean {
	return timestamp.startsWith('0001-');
}

/** Makes timestamps of seven decimals, each later than the one before as long as a millisecond has room for it. */
export class Stamps {
	private last = { ms: Number.NaN, digits: 0 };

	constructor(private readonly context: PartnerContext) {}

	/** The timestamp of what happens now. */
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
