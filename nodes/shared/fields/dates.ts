const ZONE = /(Z|[+-]\d{2}:?\d{2})$/i;

/** Minutes by which a time zone (IANA name) is ahead of UTC at a moment. */
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
	const wallClock = Date.UTC(
		part('year'),
		part('month') - 1,
		part('day'),
		part('hour'),
		part('minute'),
		part('second'),
	);
	return Math.round((wallClock - at.getTime()) / 60_000);
}

/** Whether YYYY-MM-DD is a day of the calendar. JavaScript alone reads 30 February as 2 March. */
function isDay(day: string): boolean {
	const date = new Date(`${day}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

/**
 * Reads an ISO 8601 date or date and time. One without a zone is read in the workflow's time zone, because n8n's date
 * picker writes none and the user picked local time.
 *
 * @param timeZone IANA name
 * @returns undefined when the text is no date
 */
export function toInstant(text: string, timeZone: string): Date | undefined {
	const isoText = text.trim().replace(/^(\d{4}-\d{2}-\d{2}) (?=\d)/, '$1T');
	const day = /^\d{4}-\d{2}-\d{2}/.exec(isoText)?.[0];
	if (day === undefined || !isDay(day)) return undefined;
	const hasZone = ZONE.test(isoText) && isoText.includes('T');
	const asUtc = new Date(hasZone ? isoText : `${isoText === day ? `${isoText}T00:00:00` : isoText}Z`);
	if (Number.isNaN(asUtc.getTime())) return undefined;
	if (hasZone) return asUtc;
	// Computed twice: the offset at the first guess may be that of the other side of a clock change.
	const guess = new Date(asUtc.getTime() - offsetMinutes(asUtc, timeZone) * 60_000);
	return new Date(asUtc.getTime() - offsetMinutes(guess, timeZone) * 60_000);
}

/** A moment as RFC 3339 in UTC with whole seconds, as the partners document their times. */
export function rfc3339(instant: Date): string {
	return `${instant.toISOString().slice(0, 19)}Z`;
}
