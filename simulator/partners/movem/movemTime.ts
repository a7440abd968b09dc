/** A time as Movem writes it, without a time zone. */
export const movemTime = (milliseconds: number): string =>
	new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');
