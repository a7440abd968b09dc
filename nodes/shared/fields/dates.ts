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
	const wall = Date.UTC(
		part('year'),
		part('month') - 1,
		part('day'),
		part('hour'),
		part('minute'),
		part('second'),
	);
	return Math.round((wall - at.getTime()) / 60_000);
}

/** Whether a day is in the calendar: JavaScript takes 30 February for 2 March. */
function isDay(day: string): boolean {
	const date = new Date(`${day}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

/**
 * The moment that a date text means. One without a zone is read in the workflow's time zone, because
 * n8n's date picker writes none and the user picked by the clock on the wall.
 *
 * @returns undefined when the text is no date
 */
export function toInstant(text: string, timeZone: string): Date | undefined {
	const plain = text.trim().replace(/^(\d{4}-\d{2}-\d{2}) (?=\d)/, '$1T');
	const day = /^\d{4}-\d{2}-\d{2}/.exec(plain)?.[0];
	if (day === undefined || !isDay(day)) return undefined;
	const zoned = ZONE_AT_END.test(plain) && plain.includes('T');
	const asUtc = new Date(zoned ? plain : `${plain === day ? `${plain}T00:00:00` : plain}Z`);
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
