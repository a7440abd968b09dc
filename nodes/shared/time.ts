const ZONE_AT_END = /(Z|[+-]\d{2}:?\d{2})$/i;

/** Minutes by which `timeZone` (IANA name) is ahead of UTC at a moment. */
function offsetMinutes(at: Date, timeZone: string): number {
	const parts = new Intl.DateTimeFormat('en-US', {
		timeZone,
		hourCycle: 'h23',
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
		hour: 'numeric',
		minute: 'numeric',
		second: 'numeric',
	}).formatToParts(at);
	const part = (type: string) => Number(parts.find((p) => p.type === type)?.value);
	const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
	return Math.round((wall - at.getTime()) / 60_000);
}

/**
 * The moment that a date text means. One without a zone is read in the workflow's time zone, because
 * n8n's date picker writes none and the user picked by the clock on the wall.
 *
 * @returns undefined when the text is no date
 */
export function toInstant(text: string, timeZone: string): Date | undefined {
	const plain = text.trim();
	if (!/^\d{4}-\d{2}-\d{2}/.test(plain)) return undefined;
	const zoned = ZONE_AT_END.test(plain) && plain.includes('T');
	const asUtc = new Date(zoned ? plain : `${plain.length === 10 ? `${plain}T00:00:00` : plain.replace(' ', 'T')}Z`);
	if (Number.isNaN(asUtc.getTime())) return undefined;
	if (zoned) return asUtc;
	// The offset is asked twice: the first answer may lie on the other side of a clock change.
	const guess = new Date(asUtc.getTime() - offsetMinutes(asUtc, timeZone) * 60_000);
	return new Date(asUtc.getTime() - offsetMinutes(guess, timeZone) * 60_000);
}

/** RFC 3339 in UTC with whole seconds, the form in which the partners document their times. */
export function rfc3339(instant: Date): string {
	return `${instant.toISOString().slice(0, 19)}Z`;
}
